"""What the package says of itself is what its code does."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Path = settings.ROOT
PYPROJECT = (ROOT / "pyproject.toml").read_text()
DECLARED = tomllib.loads(PYPROJECT)["project"]["dependencies"]


def imported() -> set[str]:
    """The packages of others that the app imports."""
    trees = (ast.parse(file.read_text()) for file in (ROOT / "events").rglob("*.py"))
    names = {name.partition(".")[0] for tree in trees for name in modules(tree)}
    return names - sys.stdlib_module_names - {"events"}


def modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def of(requirements: list[str]) -> set[str]:
    """What can be imported of these packages, leaving out what only an extra brings."""
    parsed = [Requirement(each) for each in requirements]
    wanted = {canonicalize_name(each.name) for each in parsed if "extra" not in str(each.marker)}
    packages = packages_distributions().items()
    return {name for name, by in packages if wanted & {canonicalize_name(each) for each in by}}


def test_what_is_imported_is_declared_or_named_as_brought_by_others():
    [named] = re.findall(r"the app imports too:\n# (.+?)\.\n", PYPROJECT)
    brought = set(named.split(", "))
    assert imported() - of(DECLARED) == brought
    assert brought <= of(requires("wagtail")) | of(requires("django-anymail"))

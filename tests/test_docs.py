"""The documentation is true: what it names exists, and what exists it names."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import find_commands
from django.dispatch import Signal
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

import events
from events import conf, log_actions, permissions, signals
from events.models import Message, Registration
from events.rules.window import State

ROOT: Path = settings.ROOT
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "events" / "README.md"],
)
OPERATIONS = ROOT / "docs" / "operations.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
LIFTING = ROOT / "events" / "README.md"

#: Functions by which the host reads the environment.
READERS = {"text", "flag", "integer", "words", "secret", "directory", "origin", "database", "get"}

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text())


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next one of any level."""
    _, found, after = f"\n{prose(page)}".partition(f"# {heading}\n")
    assert found, f"{page.name} has no section “{heading}”"
    return re.split(r"^#+ ", after, maxsplit=1, flags=re.MULTILINE)[0]


def first_column(page: Path, heading: str) -> set[str]:
    """The names in code type in the first column of the table under a heading."""
    rows = re.findall(r"^\| (`[^|]+?) \|", section(page, heading), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def sources(*folders: str) -> Iterator[str]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file.read_text()


def environment() -> set[str]:
    """Names that the host's code asks the environment for."""
    calls = (
        node
        for source in sources("cms")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and node.args
    )
    return {name for call in calls if (name := variable(call))}


def variable(call: ast.Call) -> str | None:
    reader = getattr(call.func, "attr", getattr(call.func, "id", ""))
    argument = call.args[0]
    if reader not in READERS or not isinstance(argument, ast.Constant):
        return None
    return argument.value if re.fullmatch(r"[A-Z][A-Z_]+", str(argument.value)) else None


def anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in words}


def test_every_environment_variable_is_documented():
    for_developers = {"TEST_DATABASE", "CI"}
    assert first_column(OPERATIONS, "Environment") == environment() - for_developers


def test_every_setting_of_the_app_is_documented():
    assert first_column(LIFTING, "Settings") == set(conf.DEFAULTS)


def test_every_command_is_documented():
    folders = (ROOT / "events" / "management", ROOT / "home" / "management")
    commands = {name for folder in folders for name in find_commands(str(folder))}
    assert first_column(OPERATIONS, "Commands") == commands


def test_every_signal_is_documented():
    names = {name for name, value in vars(signals).items() if isinstance(value, Signal)}
    assert first_column(ARCHITECTURE, "Signals") == names


def test_every_check_is_documented():
    ids = {id for source in sources("events") for id in re.findall(r"tilmeld\.[EW]\d{3}", source)}
    assert first_column(OPERATIONS, "Checks") == ids


def test_every_log_action_is_documented():
    assert first_column(ARCHITECTURE, "The log") == set(log_actions.LOG_ACTIONS)


def test_every_letter_is_documented():
    labels = {str(kind.label) for kind in Message.Kind}
    assert bold_first_column("organisers.md", "Letters") == labels


def test_every_state_of_a_letter_is_documented():
    labels = {str(state.label) for state in Message.State}
    assert bold_first_column("organisers.md", "Did the letter arrive?") == labels


def test_every_state_of_an_event_is_documented():
    from events.models.preview_modes import STATE_LABELS  # noqa: PLC0415 (private to the page)

    assert set(STATE_LABELS) == set(State)
    labels = {str(label) for label in STATE_LABELS.values()}
    assert bold_first_column("editors.md", "The states") == labels


def test_every_permission_is_documented():
    assert first_column(LIFTING, "Permissions") == {
        f"tilmeld.{codename}" for codename in permissions.CODENAMES
    }
    assert {codename for codename, _ in Registration._meta.permissions} <= set(
        permissions.CODENAMES
    )


def bold_first_column(name: str, heading: str) -> set[str]:
    rows = re.findall(r"^\| \*\*(.+?)\*\*", section(ROOT / "docs" / name, heading), re.MULTILINE)
    return set(rows)


@pytest.mark.parametrize("name", ["editors.md", "organisers.md"])
def test_the_guides_say_what_the_danish_interface_says(name):
    text = " ".join((ROOT / "docs" / name).read_text().split())
    words = re.findall(r"\*\*([^*]+)\*\* \(\*([^*]+)\*\)", text)
    assert len(words) > 10
    assert [pair for pair in words if pair[1] not in in_danish(pair[0])] == []


def in_danish(label: str) -> set[str]:
    """What a label of the interface may be in Danish: with a small letter, or in a context."""
    with translation.override("da"):
        small = label[0].lower() + label[1:]
        contexts = ("event", "personal data")
        found = {gettext(label), gettext(small), *(pgettext(each, label) for each in contexts)}
    return {capfirst(danish) for danish in found - {label, small}} or {label}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_leads_somewhere(page):
    for target in LINK.findall(prose(page)):
        if re.match(r"(https?|mailto):", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(linked), f"{page.name}: {target}"


def test_files_that_the_architecture_names_exist():
    named = re.findall(r"`([\w/]+(?:/|\.py|\.html))`", ARCHITECTURE.read_text())
    places = (ROOT, ROOT / "events", ROOT / "events" / "services" / "outbox")
    assert len(named) > 30
    assert not [path for path in named if not any((place / path).exists() for place in places)]


def test_every_page_can_be_reached_from_the_readme():
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        linked = {
            (page.parent / target.partition("#")[0]).resolve()
            for target in LINK.findall(prose(page))
        }
        ahead += [path for path in linked if path in PAGES and path not in reached]
    assert reached == set(PAGES)


def test_pictures_are_small_and_each_is_shown():
    pictures = {picture.name for picture in (ROOT / "docs" / "images").glob("*.png")}
    targets = (target for page in PAGES for target in LINK.findall(prose(page)))
    assert {Path(target).name for target in targets if target.endswith(".png")} == pictures
    for picture in (ROOT / "docs" / "images").glob("*.png"):
        assert picture.stat().st_size < 200_000, picture.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_that_are_named_exist(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = re.findall(r"`[^`\n]+`|^    [^\n]+$|^```.*?^```$", page.read_text(), re.M | re.S)
    named = {name for part in code for name in re.findall(r"\bmake ([a-z]+)", part)}
    assert named <= targets


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    newest = re.search(r"^## (\d\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert project["version"] == events.__version__ == newest[1]


def test_the_support_table_is_what_the_package_says():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    supported = section(ROOT / "README.md", "What it needs")
    assert f"Python {project['requires-python'].removeprefix('>=')}" in supported
    for requirement in ("wagtail", "django"):
        [version] = [
            d.partition(">=")[2] for d in project["dependencies"] if d.startswith(f"{requirement}>")
        ]
        assert f"{requirement.capitalize()} {version}" in supported


def test_the_lifting_guide_is_the_package_s_page_and_its_links_work_without_the_repository():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert ROOT / project["readme"] == LIFTING
    for target in LINK.findall(prose(LIFTING)):
        assert target.startswith(("#", "https://")), target


def test_the_lifting_guide_installs_what_the_app_needs():
    blocks = "\n".join(FENCE.findall(LIFTING.read_text()))
    for app in ("events.apps.TilmeldConfig", "anymail", "wagtail.contrib.settings"):
        assert app in settings.INSTALLED_APPS
        assert f'"{app}"' in blocks

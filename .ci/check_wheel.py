"""Build the wheel and look into it: the whole app, nothing but the app, and it works from there."""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("*.html", "*.mjml", "*.css", "*.js", "*.po", "*.mo", "migrations/0*.py", "py.typed")
LOAD_TEMPLATES = """
import django, pathlib
django.setup()
from django.template.loader import get_template
for path in pathlib.Path("events/templates").rglob("*.*"):
    get_template(str(path.relative_to("events/templates")))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
        subprocess.run([*build, "--directory", name], cwd=ROOT, check=True)
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            compare(wheel.namelist())
            wheel.extractall(folder / "site")
        use(folder / "site")
    print("The wheel holds the whole app and nothing else, and works.")


def compare(names: list[str]) -> None:
    """Compare the wheel's files with the app's."""
    packed = {name for name in names if ".dist-info/" not in name}
    files = (path for path in (ROOT / "events").rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"}
    if packed != wanted:
        sys.exit(f"Missing: {sorted(wanted - packed)}. Too much: {sorted(packed - wanted)}.")
    for pattern in NEEDED:
        if not any(Path(name).match(pattern) for name in packed):
            sys.exit(f"The wheel holds no {pattern}.")


def use(site: Path) -> None:
    """Let the host site check the app as the wheel brings it, and load each of its templates."""
    for name in ("cms", "home", "templates", "manage.py"):
        (site / name).symlink_to(ROOT / name)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "PYTHONPATH": str(site),
    }
    for command in (["-m", "django", "check"], ["-c", LOAD_TEMPLATES]):
        subprocess.run([sys.executable, *command], cwd=site, env=environment, check=True)


if __name__ == "__main__":
    main()

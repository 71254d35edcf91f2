"""``python -m bench``: measure this product beside its floors, and print the ratios."""

import argparse
import os
import signal
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from . import report
from .database import KINDS

SUBJECTS = ("pages", "registrations", "rush", "letters", "downloads", "lists")
ON_REQUEST = ("kills",)  # two minutes of which most are waiting


def main() -> None:
    options = parser().parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # end our servers
    about = report.machine(options.database)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tilmeld-bench-") as folder:
        rows = measure(Path(folder), options)
    about["seconds"] = round(time.monotonic() - start)
    print(report.table(rows), report.reading_aid(about), sep="\n\n")
    if options.json:
        report.write_json(options.json, about, rows)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    parser.add_argument("--rows", type=int, default=10_000, help="registrations to list, download")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each, besides the first")
    parser.add_argument("--span", type=float, default=1, help="seconds of a turn at a server")
    parser.add_argument("--only", choices=SUBJECTS + ON_REQUEST, nargs="+", default=SUBJECTS)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the report there")
    return parser


def measure(folder: Path, options: argparse.Namespace) -> list[report.Row]:
    with KINDS[options.database](folder) as url:
        for name in ("EMAIL_URL", "EMAIL_PROVIDER"):  # no letter may leave this machine
            os.environ.pop(name, None)
        settings = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": url}
        os.environ |= settings | {"DATA_DIR": str(folder)}
        django.setup()
        say("Preparing the database …")
        call_command("migrate", verbosity=0)
        # Not before: the modules below need loaded apps.
        content = import_module("bench.content").load(options.rows)
        with import_module("bench.run").servers(content, options) as run:
            rows = [row for subject in options.only for row in measure_one(subject, run)]
        connections.close_all()
    return rows


def measure_one(subject: str, run: object) -> list[report.Row]:
    say(f"Measuring {subject} …")
    return import_module(f"bench.measures.{subject}").measure(run)


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main()

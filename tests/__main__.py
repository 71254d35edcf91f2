"""``make test``: every test on SQLite and on PostgreSQL at once, and one honest line at the end.

A test that uses no database runs once, with SQLite's. PostgreSQL's lines are kept until SQLite's
have all been shown. Arguments are handed to pytest. Ends with 0 only if tests ran and none failed
on either database.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

KEEP = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}


def main(arguments: list[str]) -> int:
    with ThreadPoolExecutor() as beside:
        print("\n===== SQLite, and PostgreSQL at the same time", flush=True)
        postgres = beside.submit(run, "postgres", ["--only-database", *arguments], **KEEP)
        total, _ = run("sqlite", arguments)
        counted, lines = postgres.result()
    print("\n===== PostgreSQL: what uses no database has run above")
    print(lines.decode(errors="replace").rstrip(), end="\n\n")
    total += counted
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 0 if total["passed"] and not total["failed"] else 1


def run(database: str, arguments: list[str], **options) -> tuple[Counter[str], bytes]:
    """Run pytest on one database; return what it counted, and its lines if they are kept."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *arguments]
        command += ["-o", f"cache_dir=.cache/pytest-{database}"]
        environment = os.environ | {"TEST_DATABASE": database}
        ended = subprocess.run(command, env=environment, **options)
        return count(report, ended.returncode), ended.stdout


def count(report: Path, code: int) -> Counter[str]:
    """Count the outcomes in a report; a run that broke off without saying why is a failure."""
    counted: Counter[str] = Counter()
    if report.exists():
        counted.update(map(outcome, ElementTree.parse(report).iter("testcase")))
    if code and not counted["failed"]:
        counted["failed"] += 1
    return counted


def outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

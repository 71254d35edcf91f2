"""``make test``: every test on SQLite, then on PostgreSQL, and one honest line at the end.

Each run is spread over all processors. What no database can change runs once, with SQLite's.
Arguments are handed to pytest. Ends with 0 only if tests ran and none failed on either database.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

#: A worker that has nothing left takes tests from another one. Each has a browser and a database
#: server of its own, which is what limits how many a machine bears.
SPREAD = ["--numprocesses=logical", "--maxprocesses=4", "--dist=worksteal"]


def main(arguments: list[str]) -> int:
    print("\n===== SQLite", flush=True)
    total = run("sqlite", arguments)
    print("\n===== PostgreSQL: what it can't change has run above", flush=True)
    total += run("postgres", ["--only-database", *arguments])
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 0 if total["passed"] and not total["failed"] else 1


def run(database: str, arguments: list[str]) -> Counter[str]:
    """Run pytest on one database; return what it counted."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *SPREAD, *arguments]
        command += ["-o", f"cache_dir=.cache/pytest-{database}"]
        ended = subprocess.run(command, env=os.environ | {"TEST_DATABASE": database})
        return count(report, ended.returncode)


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

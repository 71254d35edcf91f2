"""``make test``: every test on SQLite and on PostgreSQL at once, and one honest line at the end.

Arguments are handed to pytest. What PostgreSQL's tests print comes when they are done. Ends with 0
only if tests ran and none failed on either database.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "postgres.log").open("w+") as log:
            later = start("postgres", folder, arguments, stdout=log, stderr=subprocess.STDOUT)
            print("\n===== SQLite", flush=True)
            total = finish(start("sqlite", folder, arguments), folder / "sqlite.xml")
            total += finish(later, folder / "postgres.xml")
            log.seek(0)
            print("\n===== PostgreSQL", log.read(), sep="\n", flush=True)
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 0 if total["passed"] and not total["failed"] else 1


def start(database: str, folder: Path, arguments: list[str], **output) -> subprocess.Popen:
    """Start pytest on a database; its report goes into the folder."""
    report = f"--junit-xml={folder / database}.xml"
    command = [sys.executable, "-m", "pytest", report, *arguments]
    return subprocess.Popen(command, env=os.environ | {"TEST_DATABASE": database}, **output)


def finish(process: subprocess.Popen, report: Path) -> Counter[str]:
    """Wait for a run, and return what it counted."""
    try:
        return count(report, process.wait())
    finally:
        process.terminate()


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

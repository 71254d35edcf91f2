"""The benchmark runs and reports; how fast anything is, no test says."""

import json
import subprocess
import sys
from math import isfinite

import pytest
from django.conf import settings

TINY = ["--rows", "20", "--rounds", "1", "--span", "0.1"]
SUBJECTS = ["event page", "registration", "register()", "rush", "letters", "CSV", "JSON"]
SUBJECTS += ["staff's list", "staff's overview"]
FIGURES = ("ours", "floor", "ratio", "low", "high")


@pytest.mark.usefixtures("store")  # it makes a database of its own, of the kind under test
def test_every_subject_is_measured_beside_its_floor(tmp_path):
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "bench", *TINY, "--json", report]
    command += ["--database", settings.DATABASE]
    run = subprocess.run(
        command, cwd=settings.ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    rows = json.loads(report.read_text())["rows"]
    figures = [row[name] for row in rows for name in FIGURES]
    assert all(isfinite(figure) and figure > 0 for figure in figures)
    for subject in SUBJECTS:
        assert any(row["name"].startswith(subject) for row in rows), subject
        assert subject in run.stdout

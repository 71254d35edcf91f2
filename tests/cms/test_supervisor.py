"""The supervisor, with small pieces of work in place of the site's."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

PATIENCE = 20  # seconds until a test gives up waiting for something that never happens

WORKS = """
import os, pathlib, signal, time
from cms import supervisor

supervisor.PAUSE, supervisor.GRACE = 0, {grace}
folder = pathlib.Path({folder!r})

def note(line):
    with (folder / "notes").open("a") as file:
        file.write(line + "\\n")

def job():
    "Finishes what it is doing before it ends, as db_worker does."
    def end(number, frame):
        note("asked to end")
        while not (folder / "job is done").exists():
            time.sleep(0.02)
        note("job finished")
        raise SystemExit
    signal.signal(signal.SIGTERM, end)
    note(f"begin job {{os.getpid()}}")
    while True:
        time.sleep(0.1)

def other():
    note(f"begin other {{os.getpid()}}")
    while True:
        time.sleep(0.1)

supervisor.Supervisor({{"job": job, "other": other}}).run(at_each_tick=lambda: None)
"""


def until(happened):
    """Wait for something another process does; return what it gave."""
    deadline = time.monotonic() + PATIENCE
    while not (result := happened()):
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.02)
    return result


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Run:
    """A supervisor in a process of its own, and what its children noted."""

    def __init__(self, folder: Path, grace: float = 75) -> None:
        self.folder = folder
        code = textwrap.dedent(WORKS.format(folder=str(folder), grace=grace))
        self.process = subprocess.Popen([sys.executable, "-c", code])

    def notes(self) -> list[str]:
        path = self.folder / "notes"
        return path.read_text().splitlines() if path.exists() else []

    def pids(self, name: str) -> list[int]:
        begun = [line.split() for line in self.notes() if line.startswith(f"begin {name} ")]
        return [int(words[2]) for words in begun]

    def pid(self, name: str) -> int:
        return until(lambda: self.pids(name))[-1]

    def finish_job(self) -> None:
        (self.folder / "job is done").touch()


@pytest.fixture
def run(tmp_path, request):
    run = Run(tmp_path, **getattr(request, "param", {}))
    yield run
    run.finish_job()
    run.process.kill()
    run.process.wait()
    for name in ("job", "other"):
        for pid in run.pids(name):
            until(lambda pid=pid: not alive(pid))


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def test_one_signal_lets_the_job_finish_and_leaves_nobody(run):
    job, other = run.pid("job"), run.pid("other")
    run.process.send_signal(signal.SIGINT)
    until(lambda: "asked to end" in run.notes())
    assert alive(job)
    run.finish_job()
    assert run.process.wait(PATIENCE) == 0
    assert run.notes()[-2:] == ["asked to end", "job finished"]
    assert not alive(job)
    assert not alive(other)


def test_a_second_signal_does_not_cut_the_job_short(run):
    run.pid("job")
    run.process.send_signal(signal.SIGTERM)
    until(lambda: "asked to end" in run.notes())
    run.process.send_signal(signal.SIGTERM)
    run.finish_job()
    assert run.process.wait(PATIENCE) == 0
    assert run.notes().count("asked to end") == 1
    assert run.notes()[-1] == "job finished"


@pytest.mark.parametrize("run", [{"grace": 0.2}], indirect=True)
def test_a_job_that_never_ends_is_killed_in_the_end(run):
    job = run.pid("job")
    run.process.send_signal(signal.SIGTERM)
    assert run.process.wait(PATIENCE) == 0
    until(lambda: not alive(job))
    assert "job finished" not in run.notes()


def test_a_child_that_is_killed_is_started_again(run):
    first = run.pid("other")
    os.kill(first, signal.SIGKILL)
    second = until(lambda: run.pids("other")[1:])[0]
    assert alive(second)
    assert len(run.pids("job")) == 1


def test_children_end_when_the_supervisor_is_killed(run):
    job, other = run.pid("job"), run.pid("other")
    run.process.kill()
    run.finish_job()
    until(lambda: not alive(job))
    until(lambda: not alive(other))
    assert run.notes()[-1] == "job finished"


def test_children_do_not_hear_the_terminal(run):
    assert os.getsid(run.pid("job")) == run.pid("job")

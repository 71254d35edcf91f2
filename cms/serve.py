"""``make run``: prepare what is missing, then web server, worker and heartbeat under one roof.

Everything is prepared and imported once, here, and the three are forked from it: so a second start
takes seconds on a small machine.
"""

import os
import secrets
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import resolve
from gunicorn.app.base import BaseApplication
from setproctitle import setproctitle

from cms.env import EnvError
from cms.supervisor import Supervisor, say

ADMIN = "admin"
HOST = "127.0.0.1"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    try:
        listener = listen(settings.PORT)
        django.setup()
        new_password = prepare()
    except EnvError as refusal:
        return refuse(str(refusal))
    except OperationalError as error:
        return refuse(f"The database can't be used: {' '.join(str(error).split())}")
    except KeyboardInterrupt:
        return refuse("Stopped.")
    serve(listener, new_password)
    return 0


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def listen(port: int) -> socket.socket:
    """Take the port before anything else; it is kept while the web server is started again."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        raise EnvError(
            f"Port {port} can't be used ({error.strerror}); choose another, for example "
            f"PORT={port % 65535 + 1} make run."
        ) from error
    listener.listen(1024)
    return listener


# ------------------------------------------------------------------------------ preparing


def prepare() -> str | None:
    """Bring the database up to date, fill an empty one; return a new administrator's password."""
    if migrations_are_missing():
        say("Preparing the database …")
        call_command("migrate", verbosity=0)
    follow_the_port()
    if get_user_model().objects.filter(is_superuser=True).exists():
        return None
    if settings.DEMO:
        say("Loading the demo …")
        call_command("load_demo")
    return create_administrator()


def migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def follow_the_port() -> None:
    """Let addresses carry today's port, unless an editor has given the site another host."""
    url = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = url.port or (443 if url.scheme == "https" else 80)
    sites = apps.get_model("wagtailcore", "Site").objects.exclude(port=port)
    sites.filter(is_default_site=True, hostname=url.hostname).update(port=port)


def create_administrator() -> str:
    password = os.environ.get("ADMIN_PASSWORD") or secrets.token_urlsafe(12)
    get_user_model().objects.create_superuser(ADMIN, f"{ADMIN}@example.org", password)
    return password


# ------------------------------------------------------------------------------ serving


class WebServer(BaseApplication):
    def __init__(self, listener: socket.socket, application: Callable) -> None:
        self.listener, self.application = listener, application
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self.listener.fileno()}",
            "workers": 2,
            "threads": 8,
            "loglevel": "warning",
            "proc_name": f"port {settings.PORT}",
            # It would lie in the home folder, where a second copy finds it in use.
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable:
        return self.application


def serve(listener: socket.socket, new_password: str | None) -> None:
    application = get_wsgi_application()
    resolve("/")  # loads every view
    lines = "\n".join(addresses(new_password))
    connections.close_all()  # a connection must not be shared with a forked process
    web = WebServer(listener, application).run
    works = {"gunicorn": web, "db_worker": work, "tilmeld_heartbeat": beat}
    Supervisor(works).run(at_each_tick=once(answers, lambda: say(lines)))
    leave_one_file()
    say("Stopped.")


def leave_one_file() -> None:
    """Let SQLite fold its log into the database, which can then be copied as it lies there."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.close()


def work() -> None:
    setproctitle(f"db_worker [port {settings.PORT}]")
    call_command("db_worker", queue_name="*", reload=False)


def beat() -> None:
    setproctitle(f"tilmeld_heartbeat [port {settings.PORT}]")
    call_command("tilmeld_heartbeat")


def once(happened: Callable[[], bool], react: Callable[[], None]) -> Callable[[], None]:
    """Return a function that reacts the first time that something has happened."""
    waiting = [react]

    def look() -> None:
        if waiting and happened():
            waiting.pop()()

    return look


def answers() -> bool:
    try:
        urllib.request.urlopen(f"http://{HOST}:{settings.PORT}/", timeout=1).close()
    except urllib.error.HTTPError as answer:
        answer.close()
    except OSError:
        return False
    return True


def addresses(new_password: str | None) -> list[str]:
    return [
        "",
        f"Invitation  {invitation()}",
        f"Admin       {settings.WAGTAILADMIN_BASE_URL}/admin/  ({credentials(new_password)})",
        f"Letters     {letters()}",
        "Stop with Ctrl-C.",
    ]


def invitation() -> str:
    """Return the address of the invitation whose event comes last, or of the front page."""
    pages = apps.get_model("tilmeld", "EventPage").objects.live().public()
    page = pages.order_by("-start_date").first()
    return page.full_url if page else f"{settings.WAGTAILADMIN_BASE_URL}/"


def credentials(new_password: str | None) -> str:
    if new_password is None:
        return f"forgot the password? .venv/bin/python manage.py changepassword {ADMIN}"
    if os.environ.get("ADMIN_PASSWORD"):
        return f"user {ADMIN}, password as in ADMIN_PASSWORD"
    return f"user {ADMIN}, password {new_password}, shown only now"


def letters() -> str:
    if path := getattr(settings, "EMAIL_FILE_PATH", None):
        return f"{path}/"
    if host := getattr(settings, "EMAIL_HOST", None) if "smtp" in settings.EMAIL_BACKEND else None:
        return f"handed to the mail server {host}:{settings.EMAIL_PORT}"
    return f"handed to {settings.EMAIL_BACKEND.split('.')[-2]}"


if __name__ == "__main__":
    sys.exit(main())

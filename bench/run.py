"""One run: pages with their registrations, the servers, and how long each turn is."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .content import Content
from .processes import Server, mail_server, web_server

SITE = "cms.wsgi:application"
SLOW = 0.15  # seconds that a far mail server takes for a letter


@dataclass(frozen=True)
class Run:
    """``span`` is the length of a turn against a server, in seconds."""

    content: Content
    rows: int
    rounds: int
    span: float
    hello: Server
    site: Server
    site_with_slow_mail: Server
    mail: Server


@contextmanager
def servers(content: Content, options: Namespace) -> Iterator[Run]:
    """Start all that answers: Django's hello, the site with and without mail, mail servers."""
    with mail_server() as mail, mail_server(SLOW) as slow_mail:
        slow = f"smtp://127.0.0.1:{slow_mail.port}"
        with (
            web_server("bench.hello:application") as hello,
            web_server(SITE) as site,
            web_server(SITE, EMAIL_URL=slow) as slow_site,
        ):
            turns = (options.rows, options.rounds, options.span)
            yield Run(content, *turns, hello, site, slow_site, mail)

"""Fixtures for everyone: the database, a mail server, a live site, a browser."""

import gc
import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection, connections
from django.dispatch import receiver
from django.test import TransactionTestCase
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import browser as browsers
from tests.support import databases
from tests.support.mailserver import MailServer
from tests.support.provider import Provider

LOOPBACK = ("127.0.0.1", "::1", "localhost")

#: What a test asks for if it uses a database; pytest-django keeps every other test from it.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "store"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only what a database may change")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.only_database:
        without = [item for item in items if not asks_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if asks_database(item)]


def asks_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("asks_browser"):
        return False
    marked = item.get_closest_marker("django_db") is not None
    return marked or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives until the end: a tenth of the time went there."""
    gc.collect()
    gc.freeze()


@receiver(setting_changed)
def forget_addresses(setting: str, **kwargs) -> None:
    """The site's own language is the one without a prefix; Django keeps the old addresses."""
    if setting == "LANGUAGE_CODE":
        clear_url_caches()


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Refuse every connection to another machine, so that no letter can ever leave a test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise ConnectionRefusedError(f"A test may not connect to {address[0]}.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def store() -> databases.SQLite | databases.PostgreSQL:
    return databases.database()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, store) -> Iterator[None]:
    """Work on a copy of the migrated database, and on a fresh one after each test that commits."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        store.open(databases.migrated(store))
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: store.restore())
        yield
        store.close()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def set_clock(monkeypatch) -> Callable[[datetime], None]:
    """Set the clock that views and commands read."""
    return lambda at: monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def open_now(set_clock) -> None:
    """Registration for ``factories.event_page()`` is open."""
    from tests.factories import OPEN_AT  # noqa: PLC0415 (needs loaded apps)

    set_clock(OPEN_AT)


@pytest.fixture
def pictures() -> Iterator[None]:
    """Pages with images: Wagtail leaves its temporary files to the garbage collector."""
    yield
    gc.collect()


@pytest.fixture
def mailserver(settings) -> Iterator[MailServer]:
    """A mail server that Django's letters really go to."""
    server = MailServer()
    server.up()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    yield server
    server.down()


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    """An e-mail provider with an HTTP API that Django's letters really go to."""
    provider = Provider()
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = provider.settings
    yield provider
    provider.close()


@pytest.fixture
def live_site(live_server, settings) -> str:
    """The address of the site, served by threads; pages and letters know it as theirs."""
    from wagtail.models import Site  # noqa: PLC0415 (needs loaded apps)

    url = urlsplit(live_server.url)
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = url.hostname, url.port
    site.save()
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def site_environment(transactional_db, store) -> dict[str, str]:
    """The environment for a process of the site (``manage.py …``) on the test's own database."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATA_DIR": str(django_settings.DATA_DIR / "site"),
        "DATABASE_URL": store.url,
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code, and
    # for another thread, with connections of its own: none that is left may hold the database.
    if connection.in_atomic_block:
        pytest.fail("A test with a browser must be transactional: django_db(transaction=True).")
    connections.close_all()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = browsers.launch(playwright)
            yield browser
            browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window of a guest in Denmark; ``page.set_viewport_size`` makes it a telephone."""
    context = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen")
    yield context.new_page()
    context.close()

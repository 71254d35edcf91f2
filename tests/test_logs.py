"""Whoever reads a log must not be able to open a guest's page, or the door."""

import logging

import pytest
from django.core.signing import Signer
from django.urls import reverse

from events.logs import MaskedFormatter
from events.urls import urlpatterns
from events.views.receipts import Receipt, seal

SIGNED = Signer(sep=".").sign("4711-0")
SEALED = seal(Receipt(1, 2, 3, False))


def logged(message: str) -> str:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (message,), None)
    return MaskedFormatter("{message}", style="{").format(record)


def links() -> list[str]:
    """Return the name of every address that holds a token."""
    return [p.name for p in urlpatterns if "token" in getattr(p.pattern, "converters", {})]


@pytest.mark.parametrize("token", [SIGNED, SEALED], ids=["signed", "sealed"])
@pytest.mark.parametrize("name", links())
def test_no_entry_holds_a_link(name, token):
    language = {"language": "en"} if name == "by_link" else {}
    url = reverse(f"tilmeld:{name}", kwargs={"token": token} | language)
    assert logged(url) == f"Not Found: {url.replace(token, '…')}"
    assert token not in logged(f"https://www.example.org/events{url.removeprefix('/tilmeld')}?a=b")


@pytest.mark.parametrize(
    "path",
    ["/admin/tilmeld/registration/4711/", "/admin/tilmeld/12/door/link/replace/"],
)
def test_what_is_no_link_stays_whole(path):
    assert logged(path) == f"Not Found: {path}"

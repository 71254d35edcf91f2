import pytest
from django.test import RequestFactory

from events.views import origin

OURS, OTHER = "https://events.example", "https://other.example"


def is_ours(**headers) -> bool:
    request = RequestFactory(headers={"Host": "events.example"}).post(
        "/", headers={name.replace("_", "-"): value for name, value in headers.items()}, secure=True
    )
    return origin.is_ours(request)


@pytest.fixture(autouse=True)
def host(settings):
    settings.ALLOWED_HOSTS = ["events.example"]


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_form_of_ours_is_accepted(site):
    assert is_ours(Sec_Fetch_Site=site, Origin=OURS)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "nonsense"])
def test_another_sites_form_is_refused_whatever_else_it_claims(site):
    assert not is_ours(Sec_Fetch_Site=site, Origin=OURS, Referer=f"{OURS}/page/")


def test_the_browsers_word_counts_more_than_a_null_origin():
    """A page with ``Referrer-Policy: no-referrer`` makes browsers hide the origin of our form."""
    assert is_ours(Sec_Fetch_Site="same-origin", Origin="null")


@pytest.mark.parametrize(
    ("sent", "ours"),
    [
        (OURS, True),
        (OTHER, False),
        ("null", False),
        ("", False),
        ("http://events.example", False),
        ("https://events.example:8443", False),
        ("https://events.example.other.example", False),
    ],
)
def test_an_older_browser_is_judged_by_its_origin(sent, ours):
    assert is_ours(Origin=sent) is ours


@pytest.mark.parametrize(
    ("sent", "ours"),
    [
        (f"{OURS}/arrangementer/", True),
        (f"{OTHER}/arrangementer/", False),
        (f"{OTHER}/?{OURS}/", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_without_an_origin_the_referrer_counts(sent, ours):
    assert is_ours(Referer=sent) is ours


def test_the_origin_counts_more_than_the_referrer():
    assert not is_ours(Origin=OTHER, Referer=f"{OURS}/page/")


def test_a_program_that_says_nothing_is_accepted():
    assert is_ours()


def test_a_trusted_site_may_send_the_form(settings):
    settings.TILMELD = {"TRUSTED_ORIGINS": [OTHER]}
    assert is_ours(Sec_Fetch_Site="cross-site", Origin=OTHER)
    assert not is_ours(Sec_Fetch_Site="cross-site", Origin="https://third.example")

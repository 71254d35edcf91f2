"""Who may read which letters and act on them: every address, walked by everybody."""

import pytest
from django.urls import reverse

from events import permissions
from events.models import Message
from tests.factories import (
    OPEN_AT,
    administrator,
    editor,
    event_index,
    event_page,
    registration,
    root_page,
)

from ..support import letter_to, letter_url, letters_url

pytestmark = pytest.mark.django_db

#: Each act with the state that a letter must be in for it.
ACTS = {
    "release": "held",
    "retry": "failed",
    "send_again": "bounced",
    "handle": "bounced",
    "reopen": "bounced",
}
READING = ("letters", "letters_results", "letter", "letter_html")
ADDRESSES = (*READING, *ACTS)


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


def letter_in(slug: str, state: str = "bounced") -> Message:
    """A letter about an event in a section of its own."""
    index = event_index(root_page(), slug=slug, title=slug)
    return letter_to(registration(event_page(index, slug=f"{slug}-event").event), state)


def address(letter: Message, name: str) -> str:
    is_list = name.startswith("letters")
    return letters_url(letter.event, name) if is_list else letter_url(letter, name)


def section_of(letter: Message):
    return letter.event.page.get_parent()


def is_untouched(letter: Message) -> bool:
    now = Message.objects.get()
    return (now.state, now.handled_at) == (letter.state, letter.handled_at)


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
class TestNobodyElse:
    def test_a_stranger_is_sent_to_log_in(self, client, name, method):
        letter = letter_in("ours", ACTS.get(name, "bounced"))
        response = getattr(client, method)(address(letter, name))
        assert response.url.startswith("/admin/login/")
        assert is_untouched(letter)

    def test_an_editor_of_another_section_finds_nothing(self, client, name, method):
        letter = letter_in("theirs", ACTS.get(name, "bounced"))
        ours = event_index(root_page(), slug="ours", title="ours")
        client.force_login(editor(ours, *permissions.CODENAMES))
        assert getattr(client, method)(address(letter, name)).status_code == 404
        assert is_untouched(letter)

    def test_an_editor_without_our_permissions_is_turned_away(self, client, name, method):
        letter = letter_in("ours", ACTS.get(name, "bounced"))
        client.force_login(editor(section_of(letter)))
        response = getattr(client, method)(address(letter, name))
        assert (response.status_code, response.url) == (302, "/admin/")
        assert is_untouched(letter)


class TestEachRight:
    @pytest.mark.parametrize("right", permissions.CODENAMES)
    @pytest.mark.parametrize("name", READING)
    def test_reading_takes_the_right_to_see_registrations(self, client, name, right):
        letter = letter_in("ours")
        client.force_login(editor(section_of(letter), right))
        opens = client.get(address(letter, name)).status_code == 200
        assert opens == (right == "view_registration")

    @pytest.mark.parametrize("right", permissions.CODENAMES)
    @pytest.mark.parametrize("name", ACTS)
    def test_acting_takes_the_right_to_change_them(self, client, name, right):
        letter = letter_in("ours", ACTS[name])
        if name == "reopen":
            Message.objects.update(handled_at=OPEN_AT)
            letter.refresh_from_db()
        client.force_login(editor(section_of(letter), right))
        client.post(address(letter, name))
        touched = Message.objects.count() > 1 or not is_untouched(letter)
        assert touched == (right == "change_registration")

    @pytest.mark.parametrize("name", READING)
    def test_an_administrator_reads_what_has_no_page_any_more(self, client, name):
        letter = letter_in("ours")
        letter.event.page = None
        letter.event.save()
        client.force_login(administrator())
        assert client.get(address(letter, name)).status_code == 200

    def test_the_report_and_the_list_of_what_waits_open_too(self, client):
        letter = letter_in("ours")
        letter.event.page = None
        letter.event.save()
        client.force_login(administrator())
        for name in ("letter_report", "attention"):
            page = client.get(reverse(f"tilmeld_admin:{name}"))
            assert letter_url(letter) in page.content.decode()

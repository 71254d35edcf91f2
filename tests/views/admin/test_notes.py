"""Notes and tags: what staff keep about a guest for one another."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.models import Message, Note, Tag
from events.services import notes, retention, tags
from tests.factories import OPEN_AT, administrator, editor, event_page, registration

from .support import detail_url, errors, list_url, names, queries, table, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


@pytest.fixture
def event():
    return event_page().event


@pytest.fixture
def guest(event):
    return registration(event)


def write(guest, words="Telephoned, is late", user=None):
    notes.write(guest, words, at=OPEN_AT, user=user)
    return guest.notes.last()


def tag(guest, *names):
    for name in names:
        tags.tag(guest, name, at=OPEN_AT, user=None)


def tags_of(guest) -> list[str]:
    return [tag.name for tag in guest.tags.all()]


class TestNotes:
    def test_are_kept_with_who_and_when_in_order(self, admin, guest):
        for words in ("First\n<b>", "Second"):
            admin.post(url(guest, "write_note"), {"text": words})
        shown = text(admin.get(detail_url(guest)))
        assert (
            "1 February 2027 13:00 ada First <b> Delete… 1 February 2027 13:00 ada Second" in shown
        )

    def test_too_long_a_note_comes_back(self, admin, guest):
        response = admin.post(url(guest, "write_note"), {"text": "x" * 2001})
        assert "text" in errors(response)
        assert "x" * 2001 in response.content.decode()
        assert not Note.objects.exists()

    def test_an_own_note_is_deleted_after_a_question(self, admin, guest):
        admin.post(url(guest, "write_note"), {"text": "Mine"})
        address = url(guest, "delete_note", guest.notes.get().pk)
        assert "Delete your note? This can't be undone. Mine" in text(admin.get(address))
        assert guest.notes.exists()
        admin.post(address)
        assert not guest.notes.exists()

    def test_nobody_deletes_somebody_elses(self, admin, guest):
        note = write(guest, user=administrator("ben"))
        assert admin.post(url(guest, "delete_note", note.pk)).status_code == 404
        assert "Delete…" not in text(admin.get(detail_url(guest)))
        assert not notes.delete(note, at=OPEN_AT, user=None)
        assert guest.notes.exists()

    def test_the_log_says_that_there_was_one_but_not_what(self, admin, guest):
        admin.post(url(guest, "write_note"), {"text": "Secret"})
        admin.post(url(guest, "delete_note", guest.notes.get().pk))
        logged = ModelLogEntry.objects.filter(action__in=("tilmeld.note", "tilmeld.delete_note"))
        assert logged.count() == 2
        assert "Secret" not in "".join(f"{each.label}{each.data}" for each in logged)


class TestTags:
    def test_are_added_and_taken_off_one_at_a_time(self, admin, guest):
        for name in (" VIP ", "Press  corps", "vip"):
            admin.post(url(guest, "tag"), {"name": name})
        assert tags_of(guest) == ["Press corps", "VIP"]
        admin.post(url(guest, "untag"), {"name": "Vip"})
        assert tags_of(guest) == ["Press corps"]
        assert ModelLogEntry.objects.filter(action="tilmeld.tag").count() == 3

    def test_those_of_the_event_are_offered_and_no_others(self, admin, event, guest):
        tag(registration(event, "Dora"), "VIP")
        tag(registration(event_page(slug="other").event), "Theirs")
        shown = admin.get(detail_url(guest)).content.decode()
        assert '<option value="VIP">' in shown
        assert "Theirs" not in shown

    @pytest.mark.parametrize("name", ["", " ", "x" * 41, "A, B"])
    def test_what_is_no_tag_is_asked_again(self, admin, guest, name):
        assert "name" in errors(admin.post(url(guest, "tag"), {"name": name}))
        assert not Tag.objects.exists()

    def test_a_tag_that_nobody_has_is_gone(self, event, guest):
        tag(guest, "VIP")
        tags.untag(guest, "VIP", at=OPEN_AT, user=None)
        assert not event.tags.exists()

    def test_the_list_shows_and_finds_them(self, admin, event, guest):
        assert "Tags" not in text(admin.get(list_url(event)))
        registration(event, "Dora")
        tag(guest, "VIP", "Press")
        assert ["Press, VIP" in row for row in table(admin.get(list_url(event)))] == [False, True]
        vip = event.tags.get(name="VIP")
        assert names(admin.get(list_url(event), {"tag": vip.pk})) == ["Cleo"]

    def test_and_so_does_the_download(self, admin, event, guest):
        registration(event, "Dora")
        tag(guest, "VIP", "Press")
        chosen = {"export": "csv", "tag": event.tags.get(name="VIP").pk}
        rows = b"".join(admin.get(list_url(event), chosen)).decode().splitlines()
        assert [rows[0].endswith(";Tags"), rows[1].endswith(";Press, VIP"), len(rows)] == [
            True,
            True,
            2,
        ]

    def test_cost_no_query_for_each_registration(self, admin, event):
        counts = []
        for number in range(2):
            for name in ("Cleo", "Dora"):
                tag(registration(event, f"{name}{number}"), "VIP", name)
            counts.append(queries(admin, list_url(event)))
        assert counts == [counts[0]] * 2


class TestWhoMay:
    ADDRESSES = ("write_note", "tag", "untag")

    @pytest.mark.parametrize("name", ADDRESSES)
    def test_not_who_may_only_look(self, client, event, guest, name):
        write(guest)
        tag(guest, "VIP")
        client.force_login(editor(event.page, "view_registration"))
        client.post(url(guest, name), {"name": "VIP" if name == "untag" else "New", "text": "New"})
        assert (guest.notes.count(), tags_of(guest)) == (1, ["VIP"])
        shown = client.get(detail_url(guest))
        assert "VIP" in text(shown)
        assert "Telephoned" in text(shown)
        assert reverse("tilmeld_admin:tag", args=[event.pk, guest.pk]) not in shown.content.decode()

    @pytest.mark.parametrize("name", ADDRESSES)
    def test_nor_in_another_section(self, client, guest, name):
        ours = event_page(slug="ours").event
        client.force_login(editor(ours.page, "view_registration", "change_registration"))
        address = reverse(f"tilmeld_admin:{name}", args=[ours.pk, guest.pk])
        assert client.post(address, {"name": "New", "text": "New"}).status_code == 404
        assert client.post(url(guest, name)).status_code == 404


class TestErasing:
    def test_one_guest_takes_their_notes_and_tags_along(self, event, guest):
        write(guest)
        tag(guest, "VIP")
        tag(registration(event, "Dora"), "Press")
        retention.erase_registration(guest, at=OPEN_AT, user=None)
        assert not guest.notes.exists()
        assert [tag.name for tag in Tag.objects.all()] == ["Press"]

    def test_nothing_can_be_kept_afterwards(self, admin, guest):
        retention.erase_registration(guest, at=OPEN_AT, user=None)
        for name in ("write_note", "tag"):
            admin.post(url(guest, name), {"name": "VIP", "text": "New"})
        assert not Note.objects.exists()
        assert not Tag.objects.exists()
        assert "Tags and notes have been erased too." in text(admin.get(detail_url(guest)))

    def test_the_event_takes_all(self, event, guest):
        write(guest)
        tag(guest, "VIP")
        retention.erase_event(event, at=OPEN_AT)
        assert not Note.objects.exists()
        assert not Tag.objects.exists()
        assert not Message.objects.exists()

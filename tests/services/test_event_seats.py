"""What publishing does to seats: who waits moves up, and choices share theirs between languages."""

import pytest
from wagtail.models import Locale

from events.forms import Entry
from events.models import Event, EventPage, Message, Registration
from events.rules.capacity import Option
from tests.factories import OPEN_AT, event_page, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

WORKSHOPS = {
    "label": "Workshop",
    "field_type": "radio",
    "key": "qshop",
    "choices": "Paint [1]\nWood [2]",
}


def guest(page: EventPage, name: str, language: str = "en", **answers) -> Registration:
    entry = Entry(name, f"{name.lower()}@example.org", (), answers, {}, None)
    return register(page.event.publication(language), entry, at=OPEN_AT)


def publish(page: EventPage, **changes) -> EventPage:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def statuses() -> list[str]:
    return list(Registration.objects.order_by("pk").values_list("status", flat=True))


class TestWhoWaits:
    @pytest.fixture
    def page(self):
        page = event_page(capacity=1, waiting_list="promote")
        for name in ("Cleo", "Dora", "Emil"):
            guest(page, name)
        return page

    def test_moves_up_when_there_are_more_seats(self, page):
        publish(page, capacity=2)
        assert statuses() == ["confirmed", "confirmed", "waiting"]
        assert Message.objects.latest("pk").kind == "promoted"

    def test_all_move_up_when_there_is_no_limit_any_more(self, page):
        publish(page, capacity=None)
        assert statuses() == ["confirmed"] * 3

    def test_nobody_is_thrown_out_when_there_are_fewer(self, page):
        publish(page, capacity=0)
        assert statuses() == ["confirmed", "waiting", "waiting"]

    def test_is_offered_the_seats_if_the_editor_says_so(self, page):
        publish(page, capacity=2, waiting_list="offer")
        assert statuses() == ["confirmed", "offered", "waiting"]

    def test_keeps_waiting_at_a_cancelled_event(self, page):
        publish(page, capacity=9, cancelled=True)
        assert statuses() == ["confirmed", "waiting", "waiting"]

    def test_moves_up_where_nobody_new_can_join_any_more(self, page):
        publish(page, capacity=2, waiting_list="off")
        assert statuses() == ["confirmed", "confirmed", "waiting"]


class TestChoicesWithSeats:
    def test_are_published_with_the_event(self):
        event = event_page(questions=[WORKSHOPS]).event
        assert event.options.limits == {Option("qshop", "Paint"): 1, Option("qshop", "Wood"): 2}

    def test_are_the_same_seats_in_every_language(self):
        page = event_page(questions=[WORKSHOPS])
        danish, _ = Locale.objects.get_or_create(language_code="da")
        translated = page.copy_for_translation(danish, copy_parents=True)
        question = translated.registration_fields.get()
        question.choices = "Maling [9]\nTræ"
        question.save()
        translated.save_revision().publish()
        guest(page, "Cleo", "da", qshop="Maling")
        guest(page, "Dora", "en", qshop="Wood")
        room = Event.objects.get().room()
        assert room.chosen == {Option("qshop", "Paint"): 1, Option("qshop", "Wood"): 1}
        assert room.limits == {Option("qshop", "Paint"): 1, Option("qshop", "Wood"): 2}

    def test_a_translation_published_first_is_matched_later(self):
        page = event_page(questions=[WORKSHOPS])
        danish, _ = Locale.objects.get_or_create(language_code="da")
        translated = page.copy_for_translation(danish, copy_parents=True)
        translated.save_revision().publish()
        publish(page, title="Renamed")
        assert [each.words for each in Event.objects.get().options] == [("Paint",), ("Wood",)]

    def test_a_limit_given_later_counts_those_who_chose_before(self):
        page = event_page(questions=[WORKSHOPS | {"choices": "Paint\nWood"}])
        guest(page, "Cleo", qshop="Paint")
        question = page.registration_fields.get()
        question.choices = "Paint [5]\nWood"
        question.save()
        page = publish(page)
        assert page.event.room().chosen == {Option("qshop", "Paint"): 1}

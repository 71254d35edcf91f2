"""The seats of many events, counted together in Python, are those that the database counts."""

import pytest

from events.models import Event
from events.models.rooms import rooms
from events.rules.capacity import Room
from tests.factories import event_index, event_page, in_danish, needed, registration

pytestmark = pytest.mark.django_db


def counted() -> dict[int, Room]:
    return rooms(Event.objects.with_taken())


def each_alone() -> dict[int, Room]:
    return {event.pk: event.room() for event in Event.objects.all()}


def add(index, slug: str, **fields) -> Event:
    return event_page(index, slug=slug, **fields).event


def test_each_has_its_own_seats_and_its_own_choices():
    index, asked = event_index(), {"questions": [needed("A [2]\nB [1]\nC")]}
    one = add(index, "one", capacity=9, max_companions=2, **asked)
    other, empty, plain = add(index, "two", **asked), add(index, "three", **asked), add(index, "4")
    registration(one, answers={"qwork": "A"}, companions=["Dora"])
    registration(one, "Eli", answers={"qwork": "C"})
    registration(one, "Finn", answers={"qwork": "B"}, status="cancelled")
    registration(other, answers={"qwork": ["A", "B"]})
    registration(other, "Dora", sensitive_answers={"qwork": "B"})
    registration(plain)
    found = counted()
    assert found.pop(plain.pk).taken == 1
    chosen = {pk: list(room.chosen.values()) for pk, room in found.items()}
    assert chosen == {one.pk: [2, 0], other.pk: [1, 2], empty.pk: [0, 0]}
    assert {pk: each_alone()[pk] for pk in found} == found


def test_a_choice_counts_in_whatever_language_it_was_made():
    page = event_page(questions=[needed("Tour [1]")])
    in_danish(page, [needed("Rundtur")])
    registration(page.event, answers={"qwork": "Rundtur"}, language_code="da")
    assert counted() == each_alone()
    assert counted()[page.event.pk].is_full


@pytest.mark.parametrize(("questions", "number"), [([], 1), ([needed("A [2]")], 2)])
def test_the_queries_are_the_same_for_any_number(django_assert_num_queries, questions, number):
    index = event_index()
    for slug in ("a", "b", "c"):
        registration(add(index, slug, questions=questions), answers={"qwork": "A"})
        with django_assert_num_queries(number):
            counted()

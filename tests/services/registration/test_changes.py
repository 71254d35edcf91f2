import pytest

from events.exceptions import (
    AlreadyRegistered,
    ChangeTooLate,
    NothingToChange,
)
from events.models import Registration
from events.services.registration import cancel, change
from tests.factories import OPEN_AT, administrator, event_page, register

from .support import QUESTION, SECOND, come, entry, letters, open_event, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet"}


@pytest.fixture
def publication():
    return open_event(questions=[QUESTION, DIET], max_companions=2)


@pytest.fixture
def cleo(publication):
    return register(
        publication,
        entry(
            companions=("Dora",),
            answers={"qorg": "Library"},
            sensitive_answers={"qdiet": ["Vegan food"]},
        ),
        at=OPEN_AT,
    )


def other(**fields):
    given = {
        "companions": ("Dora",),
        "answers": {"qorg": "Library"},
        "sensitive_answers": {"qdiet": ["Vegan food"]},
    }
    return entry(**given | fields)


def test_what_was_changed_is_kept_old_and_new(publication, cleo):
    made = change(cleo, publication, other(answers={"qorg": "Museum"}), at=OPEN_AT)
    assert made.changes == [
        {"label": "Organisation", "old": "Library", "new": "Museum", "sensitive": False}
    ]
    assert (made.user, made.created_at) == (None, OPEN_AT)
    assert letters(cleo) == ["confirmed", "changed"]
    assert cleo.messages.get(kind="changed").change == made
    cleo.refresh_from_db()
    assert cleo.answers == {"qorg": "Museum"}


def test_a_sensitive_answer_stays_apart_and_its_change_is_marked(publication, cleo):
    made = change(cleo, publication, other(sensitive_answers={}), at=OPEN_AT)
    assert [each["sensitive"] for each in made.changes] == [True]
    cleo.refresh_from_db()
    assert cleo.sensitive_answers == {}


def test_the_same_answers_again_are_no_change(publication, cleo):
    assert change(cleo, publication, other(), at=OPEN_AT) is None
    assert letters(cleo) == ["confirmed"]


def test_the_address_and_the_link_stay(publication, cleo):
    token = cleo.token
    change(cleo, publication, other(name="Cleo Holm", email="elsewhere@example.org"), at=OPEN_AT)
    found = Registration.objects.by_token(token)
    assert (found.name, found.name_key, found.email) == (
        "Cleo Holm",
        "cleo holm",
        "cleo@example.org",
    )


def test_answers_to_what_is_no_longer_asked_are_kept():
    page = event_page(questions=[QUESTION])
    cleo = register(page.event.publication(), entry(answers={"qorg": "Library"}), at=OPEN_AT)
    page.registration_fields.set([])
    page.save_revision().publish()
    change(cleo, page.event.publication(), entry("Cleo Holm"), at=OPEN_AT)
    cleo.refresh_from_db()
    assert cleo.answers == {"qorg": "Library"}


def test_until_the_deadline_all_of_it_and_then_fewer_people_until_the_start(publication, cleo):
    event = publication.event
    change(cleo, publication, other(answers={"qorg": "A"}), at=event.closes_at - SECOND)
    refused = [
        other(answers={"qorg": "B"}),
        other(answers={"qorg": "A"}, companions=("Dora", "Emil")),
        other(answers={"qorg": "A"}, name="Clea"),
        other(answers={"qorg": "B"}, companions=()),
    ]
    for wish in refused:
        with pytest.raises(ChangeTooLate):
            change(cleo, publication, wish, at=event.closes_at)
    fewer = other(answers={"qorg": "A"}, companions=())
    with pytest.raises(ChangeTooLate):
        change(cleo, publication, fewer, at=event.starts_at)
    change(cleo, publication, fewer, at=event.starts_at - SECOND)
    assert cleo.party_size == 1


def test_staff_at_any_time_and_without_a_letter_if_they_like(publication, cleo):
    ada = administrator()
    made = change(
        cleo,
        publication,
        other(answers={}),
        at=publication.event.ends_at,
        user=ada,
        letter=False,
    )
    assert (made.user, letters(cleo)) == (ada, ["confirmed"])


def test_guests_change_nothing_of_a_cancelled_event(publication, cleo):
    publish(publication.event, cancelled=True)
    with pytest.raises(ChangeTooLate):
        change(cleo, publication, other(answers={}), at=OPEN_AT)


def test_a_cancelled_registration_cannot_be_changed(publication, cleo):
    cancel(cleo, at=OPEN_AT)
    with pytest.raises(NothingToChange):
        change(cleo, publication, other(answers={}), at=OPEN_AT)


def test_nobody_takes_a_colleagues_name(publication, cleo):
    register(publication, entry("Dora"), at=OPEN_AT)
    with pytest.raises(AlreadyRegistered):
        change(cleo, publication, other(name=" DORA "), at=OPEN_AT)


def test_from_two_windows_the_later_holds_and_seats_are_counted_once(publication, cleo):
    there = Registration.objects.get(pk=cleo.pk)
    change(cleo, publication, other(companions=("Dora", "Emil")), at=OPEN_AT)
    change(there, publication, other(companions=()), at=OPEN_AT)
    assert publication.event.registrations.seated().seats() == 1


def test_who_waits_may_ask_for_more_and_keeps_their_place():
    publication = open_event(capacity=0, waiting_list="promote", max_companions=5)
    dora, emil = come(publication, "Dora"), come(publication, "Emil")
    change(dora, publication, entry("Dora", companions=("A", "B")), at=OPEN_AT)
    assert list(publication.event.registrations.in_line()) == [dora, emil]

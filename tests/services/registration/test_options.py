"""Choices that have seats of their own."""

import pytest
from wagtail.models import Locale

from events.exceptions import NotEnoughSeats, OptionsTaken
from events.models import Event, EventPage
from events.rules.capacity import Option
from events.services.registration import cancel, change
from tests.factories import OPEN_AT, event_page

from .support import QUESTION, come, entry, open_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

NASTY = [
    "Ben's workshop",
    'The "big" one',
    r"Back\slash \n \u0041 \"",
    "Blåbærgrød på Ærø",
    "%s %(x)s %%",
    "'); DROP TABLE tilmeld_registration; --",
    "$.a[0]",
    "?| ?& ?",
    "日本 🎈",
    "a'b\"c`d",
    "{}",
    "null",
    "true",
    "1",
]
KEYS = ["qa", "q'a", 'q"a', r"q\a", "qø", "q.a", "q[0]", "$", "q%s", "q a", "?", "0", "-1"]


def workshops(kind="radio", choices="A [1]\nB [2]\nC", **fields) -> dict:
    return {
        "label": "Workshop",
        "field_type": kind,
        "choices": choices,
        "key": "qwork",
        "required": False,
    } | fields


def choose(*choices: str, key="qwork", sensitive=False, many=False) -> dict:
    answer = list(choices) if many else choices[0]
    return {"sensitive_answers" if sensitive else "answers": {key: answer}}


@pytest.mark.parametrize(
    ("kind", "many"), [("radio", False), ("dropdown", False), ("checkboxes", True)]
)
@pytest.mark.parametrize("sensitive", [False, True], ids=["open", "sensitive"])
class TestOptions:
    def test_a_choice_gives_no_more_seats_than_it_has(self, kind, many, sensitive):
        publication = open_event(questions=[workshops(kind, sensitive=sensitive)])
        come(publication, "Cleo", **choose("A", many=many, sensitive=sensitive))
        with pytest.raises(OptionsTaken) as refusal:
            come(publication, "Dora", **choose("A", many=many, sensitive=sensitive))
        assert refusal.value.options == [Option("qwork", "A")]
        come(publication, "Dora", **choose("B", many=many, sensitive=sensitive))
        assert publication.event.room().chosen == {("qwork", "A"): 1, ("qwork", "B"): 1}

    def test_a_party_takes_as_many_there(self, kind, many, sensitive):
        publication = open_event(questions=[workshops(kind, sensitive=sensitive)], max_companions=2)
        with pytest.raises(OptionsTaken):
            come(publication, "Cleo", 2, **choose("B", many=many, sensitive=sensitive))
        come(publication, "Cleo", 1, **choose("B", many=many, sensitive=sensitive))
        assert publication.event.room().chosen[Option("qwork", "B")] == 2

    def test_a_choice_without_a_limit_has_none(self, kind, many, sensitive):
        publication = open_event(questions=[workshops(kind, sensitive=sensitive)])
        for name in ("Cleo", "Dora", "Emil"):
            come(publication, name, **choose("C", many=many, sensitive=sensitive))
        assert not any(publication.event.room().chosen.values())

    def test_a_cancellation_gives_the_choice_back(self, kind, many, sensitive):
        publication = open_event(questions=[workshops(kind, sensitive=sensitive)])
        answers = choose("A", many=many, sensitive=sensitive)
        cancel(come(publication, "Cleo", **answers), at=OPEN_AT)
        assert come(publication, "Dora", **answers).is_confirmed


class TestWordsOfOptions:
    @pytest.mark.parametrize("many", [False, True], ids=["one", "several"])
    @pytest.mark.parametrize("text", NASTY)
    def test_any_text_is_counted_and_counted_alone(self, text, many):
        kind = "checkboxes" if many else "radio"
        publication = open_event(questions=[workshops(kind, f"{text} [1]\nother [1]")])
        come(publication, "Cleo", **choose(text, many=many))
        room = publication.event.room()
        assert room.chosen == {Option("qwork", text): 1, Option("qwork", "other"): 0}
        with pytest.raises(OptionsTaken):
            come(publication, "Dora", **choose(text, many=many))

    @pytest.mark.parametrize("key", KEYS)
    def test_any_key_is_counted_and_counted_alone(self, key):
        questions = [workshops(key=key, choices="A [1]"), workshops(key="qother", choices="A [1]")]
        publication = open_event(questions=questions)
        come(publication, "Cleo", **choose("A", key=key))
        assert publication.event.room().chosen == {Option(key, "A"): 1, Option("qother", "A"): 0}

    def test_several_choices_of_one_guest_are_counted_each(self):
        publication = open_event(questions=[workshops("checkboxes")])
        come(publication, "Cleo", **choose("A", "B", "C", many=True))
        assert publication.event.room().chosen == {("qwork", "A"): 1, ("qwork", "B"): 1}

    def test_a_text_that_holds_the_choice_is_another(self):
        publication = open_event(questions=[workshops("checkboxes")])
        come(publication, "Cleo", **choose("AB", many=True))
        assert not any(publication.event.room().chosen.values())

    def test_python_and_the_database_see_the_same_choices(self):
        """Letters and the line read answers in Python, seats are counted in SQL."""
        choices = "\n".join(f"{text} [9]" for text in NASTY)
        publication = open_event(questions=[workshops("checkboxes", choices)])
        event = publication.event
        for number, text in enumerate(NASTY):
            come(publication, f"Guest{number}", **choose(text, "A", many=True))
        counted = [option for option, taken in event.room().chosen.items() if taken == 1]
        assert counted == event.options.chosen({"qwork": NASTY})
        assert len(counted) == len(NASTY)


class TestAnotherLanguage:
    @pytest.fixture
    def danish(self):
        return Locale.objects.get_or_create(language_code="da")[0]

    def translated(self, page: EventPage, danish, choices: str) -> Event:
        there = page.copy_for_translation(danish, copy_parents=True)
        for field in there.registration_fields.all():
            field.choices = choices
            field.save()
        there = EventPage.objects.get(pk=there.pk)
        there.save_revision().publish()
        return page.event

    def test_other_words_for_a_choice_share_its_seats(self, danish):
        page = event_page(questions=[workshops(choices="Tour [1]\nLunch [2]")])
        event = self.translated(page, danish, "Rundtur\nFrokost")
        come(event.publication("da"), "Cleo", **choose("Rundtur"))
        with pytest.raises(OptionsTaken):
            come(event.publication("en"), "Dora", **choose("Tour"))
        with pytest.raises(OptionsTaken):
            come(event.publication("da"), "Dora", **choose("Rundtur"))
        assert event.room().chosen == {("qwork", "Tour"): 1, ("qwork", "Lunch"): 0}

    def test_the_limit_is_that_of_the_events_own_page(self, danish):
        page = event_page(questions=[workshops(choices="Tour [2]")])
        event = self.translated(page, danish, "Rundtur [1]")
        come(event.publication("da"), "Cleo", **choose("Rundtur"))
        assert come(event.publication("da"), "Dora", **choose("Rundtur")).is_confirmed

    def test_a_choice_put_in_before_the_others_takes_no_seats_of_theirs(self, danish):
        page = event_page(questions=[workshops(choices="Tour [1]\nLunch [1]")])
        event = self.translated(page, danish, "Tour\nLunch")
        field = page.registration_fields.get()
        field.choices = "Walk [1]\nTour [1]\nLunch [1]"
        page.registration_fields = [field]
        page.save_revision().publish()
        event = Event.objects.get(pk=event.pk)
        come(event.publication("da"), "Cleo", **choose("Tour"))
        assert event.room().chosen == {
            ("qwork", "Walk"): 0,
            ("qwork", "Tour"): 1,
            ("qwork", "Lunch"): 0,
        }


class TestWhatIsNeeded:
    """A question that must be answered, and of whose choices none is left."""

    def event(self, **facts):
        return open_event(questions=[workshops(choices="A [1]\nB [1]", required=True)], **facts)

    def test_the_event_is_full_when_all_are_taken(self):
        publication = self.event(capacity=10)
        come(publication, "Cleo", **choose("A"))
        assert not publication.event.room().is_full
        come(publication, "Dora", **choose("B"))
        assert publication.event.room().is_full
        with pytest.raises(NotEnoughSeats) as refusal:
            come(publication, "Emil", **choose("A"))
        assert refusal.value.seats_left == 0

    def test_one_waits_for_the_choice_and_gets_it_when_it_is_free(self):
        publication = self.event(capacity=10, waiting_list="promote")
        cleo = come(publication, "Cleo", **choose("A"))
        dora = come(publication, "Dora", **choose("B"))
        emil = come(publication, "Emil", **choose("A"))
        cancel(dora, at=OPEN_AT)
        emil.refresh_from_db()
        assert emil.is_waiting
        cancel(cleo, at=OPEN_AT)
        emil.refresh_from_db()
        assert emil.is_confirmed


class TestChangingOptions:
    def test_another_choice_gives_the_old_one_back(self):
        publication = open_event(questions=[workshops()])
        cleo = come(publication, "Cleo", **choose("A"))
        change(cleo, publication, entry(**choose("B")), at=OPEN_AT)
        assert publication.event.room().chosen == {("qwork", "A"): 0, ("qwork", "B"): 1}

    def test_one_cannot_change_to_what_is_taken(self):
        publication = open_event(questions=[workshops()])
        come(publication, "Dora", **choose("A"))
        cleo = come(publication, "Cleo", **choose("B"))
        with pytest.raises(OptionsTaken):
            change(cleo, publication, entry(**choose("A")), at=OPEN_AT)
        assert publication.event.room().chosen == {("qwork", "A"): 1, ("qwork", "B"): 1}

    def test_one_keeps_what_is_overbooked_by_a_lower_limit(self):
        page = event_page(questions=[workshops(choices="A [2]"), QUESTION])
        publication = page.event.publication()
        cleo = come(publication, "Cleo", **choose("A"))
        come(publication, "Dora", **choose("A"))
        fields = list(page.registration_fields.all())
        fields[0].choices = "A [1]"
        page.registration_fields = fields
        page.save_revision().publish()
        newest = page.event.publication()
        change(cleo, newest, entry(answers={"qwork": "A", "qorg": "Library"}), at=OPEN_AT)
        cleo.refresh_from_db()
        assert cleo.answers == {"qwork": "A", "qorg": "Library"}

    def test_more_people_need_more_seats_there_too(self):
        publication = open_event(questions=[workshops()], max_companions=1)
        cleo = come(publication, "Cleo", **choose("A"))
        with pytest.raises(OptionsTaken):
            change(cleo, publication, entry(companions=("Dora",), **choose("A")), at=OPEN_AT)


def test_an_event_of_any_number_of_options_is_counted_in_one_query(django_assert_num_queries):
    choices = "\n".join(f"Choice {number} [9]" for number in range(40))
    publication = open_event(questions=[workshops("checkboxes", choices)], capacity=9)
    come(publication, "Cleo", **choose("Choice 3", "Choice 7", many=True))
    event = Event.objects.get(pk=publication.event_id)
    with django_assert_num_queries(1):
        assert sum(event.room().chosen.values()) == 2

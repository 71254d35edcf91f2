"""What an editor sees before anybody else does."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from events.models import Event, Message, Registration
from events.rules.window import State
from tests.emails.support import TO_GUESTS
from tests.factories import administrator, draft_event_page, event_index, event_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

MODES = ["", *(f"state:{state}" for state in State), "errors", "received"]
MODES += [f"letter:{kind}" for kind in TO_GUESTS]
MODES += [f"letter:{kind}:text" for kind in TO_GUESTS]
HEADINGS = {
    State.CANCELLED: "The event is cancelled",
    State.PAST: "The event is over",
    State.IN_PROGRESS: "The event is under way",
    State.CLOSED: "Registration has closed",
    State.NOT_OPEN_YET: "Registration is not open yet",
    State.FULL: "All seats are taken",
    State.WAITING_LIST: "All seats are taken",
    State.CLOSING_SOON: "Register by tomorrow",
    State.OPEN: "Register",
}
UNDATED = dict.fromkeys(("start_date", "start_time", "end_time", "deadline_date"))
QUESTION = {"label": "What about?", "field_type": "singleline"}


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(administrator())
    return client


def preview(editor, page, mode=""):
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    return editor.get(url, {"mode": mode})


def html(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_every_mode_is_tried_here():
    assert {mode for mode, _ in draft_event_page().preview_modes} == set(MODES)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        UNDATED,
        {"end_date": date(2027, 3, 1), "opens_date": date(2027, 4, 1)},
        {"start_date": date.max, "end_time": None},
        {"start_date": date.min},
    ],
    ids=["dated", "undated", "contradictory", "too late", "too early"],
)
def test_every_mode_shows_a_draft(editor, subtests, facts):
    page = draft_event_page(**facts)
    for mode in MODES:
        with subtests.test(mode):
            response = preview(editor, page, mode)
            assert response.status_code == 200
            assert "Dialogue meeting" in html(response)


@pytest.mark.parametrize("facts", [{}, UNDATED, {"capacity": 0}], ids=["dated", "undated", "full"])
def test_each_state_is_shown_as_guests_will_see_it(editor, subtests, facts):
    page = draft_event_page(**facts)
    for state in State:
        with subtests.test(state.value):
            shown = html(preview(editor, page, f"state:{state}"))
            assert f'id="registration-title">{HEADINGS[state]}</h2>' in shown


def test_as_it_is_a_draft_without_dates_says_that_they_follow(editor):
    assert "The date follows." in html(preview(editor, draft_event_page(**UNDATED)))


def test_drafted_facts_are_shown_not_those_that_are_published(editor):
    page = event_page(questions=[QUESTION])
    page.start_date, page.venue_name = date(2027, 3, 12), "Library"
    page.registration_fields.first().label = "What then?"
    page.save_revision()
    shown = html(preview(editor, page))
    assert "Friday 12 March 2027" in shown
    assert "Library" in shown


def test_a_translation_shows_the_facts_of_the_event(editor):
    danish, _ = Locale.objects.get_or_create(language_code="da")
    translation = event_page().copy_for_translation(danish, copy_parents=True)
    for mode in MODES:
        assert preview(editor, translation, mode).status_code == 200
    shown = html(preview(editor, translation))
    assert "torsdag den 11. marts 2027" in shown


def test_errors_are_shown_at_the_drafted_questions(editor):
    shown = html(preview(editor, draft_event_page(questions=[QUESTION]), "errors"))
    assert "Correct 3 answers and send again" in shown
    assert "Write an answer to “What about?”." in shown


def test_after_registering(editor):
    shown = html(preview(editor, draft_event_page(), "received"))
    assert "You are registered" in shown
    assert "Thursday 11 March 2027" in shown


@pytest.mark.parametrize(
    ("kind", "words", "subject"),
    [
        ("confirmed", "Bring a cake.", "You are registered"),
        ("promoted", "Bring a cake.", "You have a seat"),
        ("offered", "for you until", "A seat for you"),
        ("invited", "Do come.", "You are invited"),
        ("late_link", "Do come.", "You can still register"),
    ],
)
def test_each_letter_in_both_forms(editor, kind, words, subject):
    own_words = [("confirmed", "<p>Bring a cake.</p>"), ("invited", "<p>Do come.</p>")]
    page = draft_event_page(own_words=own_words)
    assert words in html(preview(editor, page, f"letter:{kind}"))
    text = preview(editor, page, f"letter:{kind}:text")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert html(text).startswith(f"{subject}: Dialogue meeting on 11 March\n\nDear Anna Jensen")
    assert words in html(text)


def test_the_list_names_all_letters_before_their_plain_texts():
    labels = [str(label) for _, label in draft_event_page().preview_modes][-2 * len(TO_GUESTS) :]
    assert labels[:2] == ["Letter: Confirmation", "Letter: On the waiting list"]
    plain = [f"Plain text: {kind.label}" for kind in TO_GUESTS]
    assert labels[len(TO_GUESTS) :] == plain


def test_nothing_can_be_sent_from_it_and_nothing_is_changed(editor, subtests):
    page = event_page()
    before = Event.objects.values().get()
    register = reverse("tilmeld:register", args=[page.event.translation_key, "en"])
    for mode in MODES:
        with subtests.test(mode):
            shown = html(preview(editor, page, mode))
            assert 'method="post"' not in shown
            assert register not in shown
            assert Event.objects.values().get() == before
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


def test_the_editors_panel_shows_a_page_that_was_never_saved(editor):
    index = event_index()
    url = reverse("wagtailadmin_pages:preview_on_add", args=["tilmeld", "eventpage", index.pk])
    assert editor.get(url, {"mode": "state:open"}).status_code == 200


def test_a_schedule_that_never_comes_to_a_state_is_shown_in_it_all_the_same(editor):
    page = draft_event_page(
        start_date=date(2027, 2, 2), start_time=time(12), deadline_date=None, end_time=None
    )
    shown = html(preview(editor, page, "state:closed"))
    assert "Registration has closed" in shown
    assert "The deadline was Tuesday 2 February 2027 at 12:00." in shown


def test_the_previewed_instant_lies_within_the_state(editor, set_clock):
    set_clock(datetime(2020, 1, 1, tzinfo=UTC))
    shown = html(preview(editor, draft_event_page(), "state:closing_soon"))
    assert "The last day is tomorrow, Friday 26 February." in shown

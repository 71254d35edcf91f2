"""Letters of a draft, to somebody who does not exist."""

import pytest
from django.utils import translation
from wagtail.models import Locale

from events import emails
from events.models import Message
from tests.emails.support import TO_GUESTS, a_page
from tests.factories import event_page

pytestmark = pytest.mark.django_db

Kind = Message.Kind

SEAT = "We have reserved 2 seats: for you and your companion, Bo."
PAGE = "http://localhost/events/dialogue-meeting/"


class TestSample:
    def test_it_is_the_letter_of_the_draft(self):
        page = a_page()
        page.venue_name = "Library"
        written = emails.sample(page)
        assert "Dear Anna Jensen" in written.text
        assert "for you and your companion, Peter Hansen" in written.text
        assert "Library" in written.text
        assert "You come as: a" in written.text
        assert "Diet" not in written.text
        assert "LINK" not in written.text + written.html

    @pytest.mark.parametrize(
        ("question", "answer"),
        [
            ({"field_type": "radio", "choices": "Paint [20]\nWood"}, "Paint"),
            ({"field_type": "checkboxes", "choices": "Red [2], Green"}, "Red"),
            ({"field_type": "radio", "choices": "Red, Green", "default_value": "Green"}, "Green"),
            ({"field_type": "checkbox", "default_value": "on"}, "Yes"),
            ({"field_type": "singleline"}, "…"),
        ],
    )
    def test_answers_are_what_a_guest_could_give(self, question, answer):
        page = event_page(questions=[{"label": "Workshop", "key": "qshop"} | question])
        assert f"Workshop: {answer}\n" in emails.sample(page).text

    def test_an_explanation_has_no_answer(self):
        question = {"label": "Talk to us", "field_type": "explanation", "key": "qtalk"}
        assert "Talk to us" not in emails.sample(event_page(questions=[question])).text

    @pytest.mark.parametrize("kind", TO_GUESTS)
    def test_a_draft_without_anything_has_one_of_each_kind(self, kind):
        page = a_page()
        page.start_date = page.start_time = page.deadline_date = page.sender = None
        page.venue_name = page.contact_email = ""
        page.live = False
        written = emails.sample(page, kind)
        assert written.subject.endswith(": Dialogue meeting")
        assert "When:" not in written.text

    @pytest.mark.parametrize(
        ("kind", "sentence"),
        [
            (Kind.WAITING, "You are number 3 in line."),
            (Kind.OFFERED, "for you until Monday 8 March 2027 at 16:00."),
            (Kind.OFFER_EXPIRED, "Ask for a seat again"),
            (Kind.CHANGED, "Name:\n  Anna Jensen\n  Before: Anna\n"),
            (Kind.CANCELLED, "undo this"),
            (Kind.INVITED, "Do come."),
            (Kind.LATE_LINK, "register until Monday 8 March 2027 at 16:00"),
        ],
    )
    def test_it_says_what_that_kind_says(self, kind, sentence):
        assert sentence in emails.sample(a_page(), kind).text

    def test_it_speaks_the_pages_language(self):
        page = a_page(locale=Locale.objects.get_or_create(language_code="da")[0])
        with translation.override("en"):
            assert "Kære Anna Jensen" in emails.sample(page).text

"""The editor's own words, from the form to the publication."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, ModelLogEntry, PageLogEntry

from events.models import EventPage, Message
from events.models.own_words import INSTEAD, READERS, words_for
from tests.factories import draft_event_page, event_page

pytestmark = pytest.mark.django_db

Kind = Message.Kind
UNKNOWN = [("confirmed", "<p>Dear {nmae}</p>")]


def words(*letters: str):
    return draft_event_page(own_words=[(kind, f"<p>{kind}</p>") for kind in letters]).own_words


@pytest.mark.parametrize("kind", READERS)
def test_each_letter_that_may_have_some_gets_those_written_for_it(kind):
    assert words_for(kind, words(*READERS)) == f"<p>{kind}</p>"


@pytest.mark.parametrize(("kind", "other"), INSTEAD.items())
def test_a_letter_without_any_takes_those_of_the_one_it_stands_for(kind, other):
    assert words_for(kind, words(other)) == f"<p>{other}</p>"


@pytest.mark.parametrize("kind", sorted(set(Kind) - set(READERS)))
def test_letters_about_links_and_changes_have_none(kind):
    assert words_for(kind, words(*READERS)) == ""


def test_none_are_none():
    assert words_for(Kind.CONFIRMED, words()) == ""


class TestAnUnknownPlaceholder:
    def test_is_refused_where_it_is_written(self):
        block = EventPage._meta.get_field("own_words").stream_block
        value = block.to_python([{"type": "confirmed", "value": "<p>{nmae}</p>"}])
        with pytest.raises(ValidationError) as refused:
            block.clean(value)
        assert "“{nmae}” can't be filled in." in str(refused.value.as_json_data())

    def test_keeps_a_page_from_being_published_without_a_form(self):
        page = draft_event_page(own_words=UNKNOWN)
        page.get_latest_revision().publish()
        assert not EventPage.objects.get().live
        entry = PageLogEntry.objects.get(action="tilmeld.refuse_publication")
        assert "“{nmae}” can't be filled in." in entry.data["problems"][0]
        assert not ModelLogEntry.objects.exists()

    def test_leaves_what_was_published_as_it_was(self):
        page = event_page(own_words=[("confirmed", "<p>Dear {name}</p>")])
        page.own_words = UNKNOWN
        page.save_revision().publish()
        published = page.event.publication().own_words
        assert words_for(Kind.CONFIRMED, published) == "<p>Dear {name}</p>"


class TestPublishing:
    def test_the_same_words_again_is_no_new_publication(self):
        page = event_page(own_words=[("confirmed", "<p>Bring a cake.</p>")])
        EventPage.objects.get().save_revision().publish()
        page.kicker = "Now"
        page.save_revision().publish()
        assert page.event.publications.values("own_words").distinct().count() == 1

    def test_a_translation_begins_with_the_words_and_has_its_own(self):
        page = event_page(own_words=[("confirmed", "<p>Bring a cake.</p>")])
        danish = Locale.objects.get_or_create(language_code="da")[0]
        copy = page.copy_for_translation(danish, copy_parents=True)
        assert words_for(Kind.CONFIRMED, copy.own_words) == "<p>Bring a cake.</p>"
        copy.own_words = [("confirmed", "<p>Tag kage med.</p>")]
        copy.save_revision().publish()
        told = {code: page.event.publication(code).own_words for code in ("en", "da")}
        assert words_for(Kind.CONFIRMED, told["en"]) == "<p>Bring a cake.</p>"
        assert words_for(Kind.CONFIRMED, told["da"]) == "<p>Tag kage med.</p>"

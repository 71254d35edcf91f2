"""What staff are told when they publish, copy, convert or unpublish event pages."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.log_actions import registry
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import querydict_from_html

from events.log_actions import LOG_ACTIONS
from events.models import Event, EventPage, Sender
from tests.factories import (
    OPEN_AT,
    administrator,
    draft_event_page,
    editor,
    event_index,
    event_page,
    in_danish,
    registration,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def bulk(client, action, *pages, **data):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return client.post(url + "?next=/admin/&" + "&".join(f"id={p.pk}" for p in pages), data)


def is_live(page) -> bool:
    return EventPage.objects.get(pk=page.pk).live


class TestPublishingMany:
    def test_those_that_cant_be_are_named_and_others_go_on(self, admin):
        index = event_index()
        bad = draft_event_page(index, title="Bad", slug="bad", start_date=None)
        good = draft_event_page(index, title="Good", slug="good")
        response = bulk(admin, "publish", bad, good)
        assert (is_live(bad), is_live(good)) == (False, True)
        assert (
            "“Bad” can&#x27;t be published yet. Write the date on which the event starts."
            in told(response)
        )
        assert "1 page has been published" in told(response)

    def test_when_none_can_be_nothing_is_said_to_be_published(self, admin):
        bad = draft_event_page(start_date=None)
        response = bulk(admin, "publish", bad)
        assert response.url == "/admin/"
        assert "published yet" in told(response)
        assert "has been published" not in told(response)

    def test_subpages_that_cant_be_are_named_too(self, admin):
        index = event_index()
        bad = draft_event_page(index, title="Bad", slug="bad", start_date=None)
        good = draft_event_page(index, title="Good", slug="good")
        response = bulk(admin, "publish", index, include_descendants="on")
        assert "“Bad” can&#x27;t be published yet." in told(response)
        assert (is_live(bad), is_live(good)) == (False, True)

    def test_what_the_draft_says_counts_not_the_row(self, admin):
        page = event_page()
        page.start_date = None
        page.save_revision()
        assert "published yet" in told(bulk(admin, "publish", page))

    def test_a_title_is_text(self, admin):
        bad = draft_event_page(title="<b>Bad</b>", start_date=None)
        assert "&lt;b&gt;Bad" in told(bulk(admin, "publish", bad))


class TestCopying:
    def copy(self, client, page, **data):
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        parent = page.get_parent().pk
        data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent} | data
        return client.post(url, data)

    def test_a_copy_is_a_draft_that_asks_for_its_dates(self, admin):
        response = self.copy(admin, event_page())
        copy = EventPage.objects.get(slug="copy")
        assert (copy.live, copy.start_date, copy.event) == (False, None, None)
        assert "The copy is a draft without dates." in told(response)

    def test_even_one_that_was_to_be_published(self, admin):
        response = self.copy(admin, event_page(), publish_copies="on")
        copy = EventPage.objects.get(slug="copy")
        assert (copy.live, copy.live_revision, copy.has_unpublished_changes) == (False, None, True)
        assert not PageLogEntry.objects.filter(page=copy.pk, action="wagtail.publish").exists()
        assert Event.objects.count() == 1
        assert "The copy is a draft without dates." in told(response)

    def test_and_one_below_a_page_that_was_copied(self, admin):
        page = event_page()
        self.copy(admin, page.get_parent(), copy_subpages="on", publish_copies="on")
        index = Page.objects.get(slug="copy")
        assert index.live
        assert not EventPage.objects.child_of(index).get().live

    def test_and_one_made_in_a_shell(self):
        copy = event_page().copy(update_attrs={"slug": "copy"}, keep_live=True)
        assert not is_live(copy)
        assert Event.objects.count() == 1

    def test_given_dates_it_can_be_published(self, admin):
        page = event_page()
        self.copy(admin, page, publish_copies="on")
        copy = EventPage.objects.get(slug="copy").get_latest_revision_as_object()
        copy.start_date = page.start_date
        copy.save_revision().publish()
        assert is_live(copy)
        assert Event.objects.count() == 2

    def test_copies_of_other_pages_need_no_dates(self, admin):
        assert "dates" not in told(self.copy(admin, event_index()))


class TestAliases:
    def test_converting_one_tells_that_it_starts_an_event_of_its_own(self, admin):
        page = event_page()
        alias = page.create_alias(parent=event_index(slug="other"))
        url = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
        assert "starts an event of its own" in admin.get(url).content.decode()
        assert "Those who are registered stay with “Dialogue meeting”" in told(admin.get(url))


class TestUnpublishing:
    @pytest.fixture
    def page(self):
        page = event_page()
        registration(page.event)
        return page

    def test_one_is_told_how_many_are_registered_before_one_confirms(self, admin, page):
        url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        assert "1 registration for “Dialogue meeting” is kept" in admin.get(url).content.decode()
        admin.post(url)
        assert not is_live(page)
        assert page.event.registrations.count() == 1

    def test_and_when_one_unpublishes_many(self, admin, page):
        assert "1 registration" in told(bulk(admin, "unpublish", page))
        assert not is_live(page)

    def test_and_when_one_unpublishes_what_is_below_a_page(self, admin, page):
        url = reverse("wagtailadmin_pages:unpublish", args=[page.get_parent().pk])
        assert "1 registration" in told(admin.post(url, {"include_descendants": "on"}))
        assert not is_live(page)

    def test_and_that_another_language_stays_published(self, admin, page):
        sentence, url = "The event stays published in", "wagtailadmin_pages:unpublish"
        assert sentence not in admin.get(reverse(url, args=[page.pk])).content.decode()
        danish = in_danish(page, [])
        assert f"{sentence} Danish" in admin.get(reverse(url, args=[page.pk])).content.decode()
        assert f"{sentence} English" in admin.get(reverse(url, args=[danish.pk])).content.decode()

    def test_nothing_is_said_where_nobody_is_registered(self, admin):
        url = reverse("wagtailadmin_pages:unpublish", args=[event_page().pk])
        assert "is kept" not in admin.get(url).content.decode()


class TestMenu:
    def names(self, rf, user):
        request = rf.get("/admin/")
        request.user = user
        return [item.name for item in admin_menu.menu_items_for_request(request)]

    def test_events_are_in_it_for_those_who_edit_pages(self, rf):
        index = event_index()
        assert "events" in self.names(rf, administrator())
        assert "events" in self.names(rf, editor(index))

    def test_and_not_for_others(self, rf, django_user_model):
        assert "events" not in self.names(rf, django_user_model.objects.create_user("eve"))

    def test_senders_are_written_in_the_settings(self, admin):
        Sender.objects.create(name="Ada")
        assert "Ada" in admin.get(reverse("wagtailsnippets_tilmeld_sender:list")).content.decode()


class TestHistory:
    def test_every_action_of_ours_has_a_label(self):
        ours = {action for action, _ in registry.get_choices() if action.startswith("tilmeld.")}
        assert ours == set(LOG_ACTIONS)

    def test_a_refusal_to_publish_gives_its_reasons(self):
        page = draft_event_page(start_date=None)
        page.get_latest_revision().publish()
        entry = PageLogEntry.objects.get(action="tilmeld.refuse_publication")
        assert entry.message == "Not published: Write the date on which the event starts."


class TestPublishingFewerSeatsThanAreTaken:
    SENTENCE = "2 of 1 seats are taken: 1 more than there are."
    QUESTION = {"label": "Workshop", "field_type": "radio", "key": "qshop", "required": False}

    def publish(self, client, page, **changes):
        """Open the editor, change some fields, and publish."""
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        html = client.get(url).content.decode()
        data = querydict_from_html(html, form_id="page-edit-form")
        for name in [name for name in data if "__prefix__" in name]:
            del data[name]
        drawn = {"body-count": "0", "own_words-count": "0"}  # by a script
        data.update(drawn | {"action-publish": "1"} | changes)
        return client.post(url, data)

    @pytest.mark.parametrize(
        ("waiting_list", "sentence"),
        [
            ("promote", "new guests wait until seats come free."),
            ("off", "new guests get one when seats come free."),
        ],
    )
    def test_is_possible_and_one_is_told_what_it_means(self, admin, waiting_list, sentence):
        page = event_page(capacity=9, waiting_list=waiting_list)
        registration(page.event, companions=["Dora"])
        said = told(self.publish(admin, page, capacity="1"))
        assert self.SENTENCE in said
        assert sentence in said
        assert EventPage.objects.get().event.capacity == 1

    def test_at_a_choice_with_seats_of_its_own_too(self, admin):
        page = event_page(questions=[self.QUESTION | {"choices": "A [9]"}])
        registration(page.event, answers={"qshop": "A"}, companions=["Dora"])
        said = told(self.publish(admin, page, **{"registration_fields-0-choices": "A [1]"}))
        assert f"“A”: {self.SENTENCE}" in " ".join(said.split())

    def test_nothing_is_said_while_there_are_enough(self, admin):
        page = event_page(capacity=9)
        registration(page.event, companions=["Dora"])
        assert "more than there are" not in told(self.publish(admin, page, capacity="2"))

    def test_nor_of_a_draft(self, admin):
        page = event_page(capacity=9)
        registration(page.event, companions=["Dora"])
        page.capacity = 1
        page.save_revision()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert "more than there are" not in admin.get(url).content.decode()


class TestTheRegistrationsPanel:
    def shown(self, client, page) -> str:
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
        return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())

    def test_tells_how_many_are_registered_and_wait(self, admin):
        page = event_page(capacity=9, waiting_list="promote")
        registration(page.event)
        assert "1 of 9 seats are taken. See registrations" in self.shown(admin, page)
        times = {"waiting_since": OPEN_AT}
        registration(page.event, "Dora", status="waiting", companions=["Eli"], **times)
        assert "2 people are on the waiting list. See" in self.shown(admin, page)

    def test_explains_more_seats_taken_than_there_are(self, admin):
        page = event_page(capacity=1)
        registration(page.event, companions=["Dora"])
        assert "2 of 1 seats are taken: 1 more than there are." in self.shown(admin, page)

    def test_without_a_limit_it_counts(self, admin):
        page = event_page()
        registration(page.event, companions=["Dora"])
        assert "2 seats are taken. See registrations" in self.shown(admin, page)

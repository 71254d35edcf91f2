"""Duplicating an event for a new date, in the admin."""

from datetime import date, time

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from events.models import EventIndexPage, EventPage
from tests.factories import (
    draft_event_page,
    editor,
    event_index,
    event_page,
    member,
    organiser,
)

from .support import errors, text, told

pytestmark = pytest.mark.django_db

LABEL = "Duplicate for a new date…"


def url(page) -> str:
    return reverse("tilmeld_admin:duplicate", args=[page.pk])


def allow(user, page, action):
    permission = Permission.objects.get(
        content_type__app_label="wagtailcore", codename=f"{action}_page"
    )
    group = user.groups.get()
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)


def copies() -> list[EventPage]:
    return list(EventPage.objects.order_by("pk"))[1:]


class TestTheForm:
    def test_says_what_moves_and_what_stays(self, admin):
        shown = text(admin.get(url(event_page())))
        assert "A copy of “Dialogue meeting” (Thursday 11 March 2027, 16:00–18:00)" in shown
        assert "All its dates move by as many days as the start" in shown
        assert "Registrations, invitations and organisers stay" in shown

    def test_without_a_date_there_is_nothing_to_move(self, admin):
        page = draft_event_page(start_date=None)
        assert "All its dates move" not in text(admin.get(url(page)))

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ("", "Write the date on which the new event starts."),
            ("soon", "Write a date, for example 2027-03-25."),
            ("2027-02-30", "Write a date, for example 2027-03-25."),
            ("9999-12-31", "That is too far away. Choose another date."),
            ("0001-01-01", "That is too far away. Choose another date."),
        ],
    )
    def test_what_is_no_day_is_refused(self, admin, written, sentence):
        page = event_page(end_date=date(2027, 3, 12))
        assert errors(admin.post(url(page), {"start_date": written})) == {"start_date": [sentence]}
        assert copies() == []

    def test_looking_changes_nothing(self, admin):
        admin.get(url(event_page()), {"start_date": "2027-09-09"})
        assert copies() == []


class TestTheCopy:
    def test_its_editor_opens_with_what_to_do(self, admin):
        response = admin.post(url(event_page()), {"start_date": "2027-09-09"})
        (copy,) = copies()
        assert response.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
        assert copy.start_date == date(2027, 9, 9)
        sentence = "“Dialogue meeting” on Thursday 9 September 2027 is a draft."
        assert sentence in told(response)
        assert "The link for taking part online" not in told(response)
        assert admin.get(response.url).status_code == 200

    def test_only_what_was_asked_for_can_be_changed(self, admin):
        page = event_page()
        forged = {"start_date": "2027-09-09", "live": "1", "slug": "x", "cancelled": "1"}
        admin.post(url(page), forged)
        (copy,) = copies()
        assert (copy.live, copy.cancelled, copy.slug) == (False, False, f"{page.slug}-1")

    def test_pressing_twice_makes_two(self, admin):
        page = event_page()
        for _ in range(2):
            admin.post(url(page), {"start_date": "2027-09-09"})
        assert [copy.slug for copy in copies()] == [f"{page.slug}-1", f"{page.slug}-2"]

    def test_a_link_that_was_left_out_is_said(self, admin):
        page = event_page(online_url="https://meet.example.org/old")
        response = admin.post(url(page), {"start_date": "2027-09-09"})
        assert "The link for taking part online was left out" in told(response)

    def test_what_must_be_mended_is_said(self, admin):
        page = event_page(start_time=time(2, 30), end_time=None, deadline_date=None)
        response = admin.post(url(page), {"start_date": "2027-03-28"})
        assert "The clocks go forward that night and skip this time." in told(response)


class TestWhoMay:
    """The right to change the page and the right to add one beside it, both."""

    def post(self, client, page):
        return client.post(url(page), {"start_date": "2027-09-09"})

    def test_an_editor_of_the_section(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent()))
        self.post(client, page)
        assert len(copies()) == 1

    def test_not_who_may_change_but_add_nothing_there(self, client):
        page, user = event_page(), member()
        allow(user, page.get_parent(), "change")
        client.force_login(user)
        assert self.post(client, page).url == "/admin/"
        assert copies() == []

    def test_not_who_may_change_and_add_to_the_page_alone(self, client):
        page = event_page()
        client.force_login(editor(page))
        assert self.post(client, page).url == "/admin/"
        assert copies() == []

    def test_not_who_may_add_but_not_change_it(self, client):
        page, user = event_page(), member()
        allow(user, page.get_parent(), "add")
        client.force_login(user)
        assert self.post(client, page).status_code == 404
        assert copies() == []

    def test_not_an_organiser(self, client):
        page = event_page()
        client.force_login(organiser(page.event, "change_registration"))
        assert self.post(client, page).status_code == 404

    def test_not_another_sections_editor(self, client):
        page = event_page()
        client.force_login(editor(event_index(slug="theirs")))
        assert self.post(client, page).status_code == 404

    def test_no_page_that_is_no_invitation_and_no_alias(self, admin):
        page = event_page()
        alias = page.create_alias(parent=event_index(slug="other"))
        for each in (alias, EventIndexPage.objects.first()):
            assert self.post(admin, each).status_code == 404

    def test_a_stranger_is_sent_to_log_in(self, client):
        assert self.post(client, event_page()).url.startswith("/admin/login/")


class TestTheWayThere:
    def places(self, page):
        return [
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse("tilmeld_admin:events"),
            reverse("tilmeld_admin:overview", args=[page.event.pk]),
        ]

    def test_stands_at_the_page_in_the_list_and_over_the_overview(self, admin):
        page = event_page()
        for place in self.places(page):
            shown = admin.get(place).content.decode()
            assert (LABEL in shown, url(page) in shown) == (True, True), place

    def test_and_nowhere_for_those_who_may_not(self, client):
        page, user = event_page(), member("view_registration")
        allow(user, page.get_parent(), "change")
        client.force_login(user)
        for place in self.places(page):
            response = client.get(place)
            assert response.status_code == 200
            assert LABEL not in response.content.decode(), place

    def test_a_draft_can_be_duplicated_too(self, admin):
        page = draft_event_page()
        shown = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert url(page) in shown.content.decode()

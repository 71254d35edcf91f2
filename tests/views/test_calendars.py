from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import Locale, PageViewRestriction

from events.forms import Entry
from events.services.registration import cancel
from tests.factories import OPEN_AT, event_page, register
from tests.support import rfc5545

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

ONLINE = "https://meet.example.org/x"


def public_url(page) -> str:
    return reverse("tilmeld:event_calendar", args=[page.event.translation_key, "en"])


def own_url(registration) -> str:
    return reverse("tilmeld:registration_calendar", args=[registration.token])


def registered(page):
    entry = Entry("Cleo", "cleo@example.org", (), {}, {}, None)
    return register(page.event.publication(), entry, at=OPEN_AT)


def entry_of(response):
    return Calendar.from_ical(response.content).walk("VEVENT")[0]


def test_it_is_the_event():
    page = event_page(online_url=ONLINE, title="Dialogmøde")
    response = Client().get(public_url(page))
    entry = entry_of(response)
    assert entry["SUMMARY"] == "Dialogmøde"
    assert entry.decoded("DTSTART").astimezone(UTC) == datetime(2027, 3, 11, 15, tzinfo=UTC)
    assert entry["UID"] == str(page.event.translation_key)
    assert ONLINE not in response.content.decode()


def test_it_is_saved_under_the_name_and_day_of_the_event():
    headers = Client().get(public_url(event_page(title="Dialogmøde!"))).headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''dialogm%C3%B8de-2027-03-11.ics"
    )


def test_who_has_it_already_is_told_so():
    url = public_url(event_page())
    first = Client().get(url)
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        assert Client().get(url, headers=headers).status_code == 304


def test_a_moved_event_is_another_file():
    page = event_page()
    first = Client().get(public_url(page))
    page.venue_name = "Library"
    page.save_revision().publish()
    again = Client().get(public_url(page), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Library" in again.content.decode()


def test_moved_facts_are_another_file_in_every_language(set_clock):
    page = event_page()
    danish, _ = Locale.objects.get_or_create(language_code="da")
    page.copy_for_translation(danish, copy_parents=True).save_revision().publish()
    url = reverse("tilmeld:event_calendar", args=[page.event.translation_key, "da"])
    first = Client().get(url)
    set_clock(OPEN_AT + timedelta(hours=1))
    page.start_time = time(15)
    page.save_revision().publish()
    headers = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert Client().get(url, headers=headers).status_code == 200


def test_anybody_may_keep_it_for_a_minute():
    assert Client().get(public_url(event_page())).headers["Cache-Control"] == "public, max-age=60"


def test_registrants_find_the_online_link_in_theirs():
    response = Client().get(own_url(registered(event_page(online_url=ONLINE))))
    assert ONLINE in response.content.decode().replace("\r\n ", "")
    assert "cleo" not in response.content.decode().lower()


def test_who_has_cancelled_has_none():
    registration = registered(event_page())
    cancel(registration, at=OPEN_AT)
    assert Client().get(own_url(registration)).status_code == 404


def test_an_unpublished_page_has_none_but_registrants_keep_theirs():
    page = event_page()
    registration = registered(page)
    page.unpublish()
    assert Client().get(public_url(page)).status_code == 410
    assert Client().get(own_url(registration)).status_code == 200


def test_a_restricted_page_shows_it_to_those_who_may_see_it(django_user_model):
    page = event_page()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert Client().get(public_url(page)).status_code == 404
    client = Client()
    client.force_login(django_user_model.objects.create_user("cleo"))
    response = client.get(public_url(page))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_an_event_that_never_was():
    unknown = "00000000-0000-4000-8000-000000000000"
    url = reverse("tilmeld:event_calendar", args=[unknown, "da"])
    assert Client().get(url).status_code == 404


class TestDeadline:
    def url(self, page):
        return reverse("tilmeld:deadline_calendar", args=[page.event.translation_key, "en"])

    def entry(self, page):
        content = Client().get(self.url(page)).content
        (strict,) = rfc5545.read(content).inside("VEVENT")
        (lenient,) = Calendar.from_ical(content).walk("VEVENT")
        assert strict["SUMMARY"].text == lenient["SUMMARY"]
        return lenient

    def test_is_a_whole_day_where_the_whole_day_counts(self):
        page = event_page(title="Tea, cake")
        found = self.entry(page)
        assert found.decoded("DTSTART") == date(2027, 2, 26)
        assert found["SUMMARY"] == "Deadline: Tea, cake"
        assert found["URL"] == found["DESCRIPTION"] == "http://localhost" + page.get_url()
        assert found["TRANSP"] == "TRANSPARENT"

    def test_is_an_instant_where_a_time_was_given(self):
        page = event_page(deadline_time=time(12), deadline_date=date(2027, 2, 26))
        assert self.entry(page).decoded("DTSTART") == page.event.closes_at

    def test_of_the_day_it_begins_on_is_when_it_begins(self):
        page = event_page(deadline_date=date(2027, 3, 11))
        assert self.entry(page).decoded("DTSTART") == page.event.starts_at

    def test_stays_one_entry_apart_from_the_event(self):
        page = event_page()
        before = self.entry(page)
        page.deadline_date = date(2027, 2, 25)
        page.save_revision().publish()
        after = self.entry(type(page).objects.get(pk=page.pk))
        assert after["UID"] == before["UID"] != str(page.event.translation_key)
        assert after.decoded("DTSTART") == date(2027, 2, 25)

    def test_of_a_cancelled_event_is_taken_away(self):
        assert self.entry(event_page(cancelled=True))["STATUS"] == "CANCELLED"

    def test_there_is_none_without_one(self):
        page = event_page(deadline_date=None)
        assert Client().get(self.url(page)).status_code == 404
        assert "deadline.ics" not in Client().get(page.get_url()).content.decode()

    def test_is_offered_while_one_may_still_decide(self, set_clock):
        page = event_page()
        assert self.url(page) in Client().get(page.get_url()).content.decode()
        set_clock(page.event.closes_at)
        assert self.url(page) not in Client().get(page.get_url()).content.decode()

    def test_is_for_those_who_may_see_the_page(self):
        page = event_page()
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert Client().get(self.url(page)).status_code == 404

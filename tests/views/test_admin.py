"""The lists of events and registrations, one registration, cancelling it, the downloads."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Locale, ModelLogEntry, PageLogEntry

from events.models import EventPage, Message, MessageEvent, Registration
from events.models.message import link_mark
from events.services import outbox, retention
from events.services import registration as service
from tests.factories import (
    OPEN_AT,
    administrator,
    draft_event_page,
    editor,
    event_index,
    event_page,
    registration,
)

pytestmark = pytest.mark.django_db

EVENTS = "tilmeld_admin:events"


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


@pytest.fixture
def clock(set_clock, settings):
    """Set what the views take for now; nobody is logged out by it."""
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    return set_clock


def list_url(event) -> str:
    return reverse("tilmeld_admin:registrations", args=[event.pk])


def detail_url(guest) -> str:
    return reverse("tilmeld_admin:registration", args=[guest.event_id, guest.pk])


def cancel_url(guest) -> str:
    return reverse("tilmeld_admin:cancel", args=[guest.event_id, guest.pk])


def table(response) -> list[list[str]]:
    """The cells of the listing as they are read, without the buttons below a title."""
    soup = BeautifulSoup(response.content, "html.parser")
    for buttons in soup.select("ul.actions"):
        buttons.decompose()
    rows = soup.select("table.listing tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row.select("td")] for row in rows]


def names(response) -> list[str]:
    return [row[0] for row in table(response)]


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def queries(client, url) -> int:
    client.get(url)  # the first look is logged
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


class TestEvents:
    def test_each_with_state_when_deadline_and_seats(self, clock, admin):
        clock(OPEN_AT)
        event = event_page(capacity=20).event
        registration(event, companions=["Dora"])
        registration(event, "Eli", status="cancelled")
        assert table(admin.get(reverse(EVENTS))) == [
            [
                "Dialogue meeting",
                "Registration open",
                "Thursday 11 March 2027, 16:00–18:00",
                "Friday 26 February 2027",
                "2 of 20",
            ]
        ]

    @pytest.mark.parametrize(
        ("at", "fields", "state"),
        [
            (OPEN_AT, {"opens_date": date(2027, 2, 2)}, "Registration not open yet"),
            (OPEN_AT, {"capacity": 0}, "All seats taken"),
            (OPEN_AT, {"cancelled": True}, "Cancelled"),
            (datetime(2027, 2, 26, 12, tzinfo=UTC), {}, "Closing soon"),
            (datetime(2027, 3, 1, tzinfo=UTC), {}, "Registration closed"),
            (datetime(2027, 3, 11, 16, tzinfo=UTC), {}, "In progress"),
            (datetime(2027, 4, 1, tzinfo=UTC), {}, "Past"),
        ],
    )
    def test_the_state_is_that_of_the_moment(self, clock, admin, at, fields, state):
        event_page(**fields)
        clock(at)
        assert table(admin.get(reverse(EVENTS)))[0][1] == state

    def test_drafts_come_first_and_then_the_latest(self, admin):
        index = event_index()
        event_page(index, slug="early", title="Early", start_date=date(2027, 3, 4))
        event_page(index, slug="late", title="Late", start_date=date(2027, 5, 4))
        draft_event_page(index, slug="draft", title="Draft", start_date=None)
        page = admin.get(reverse(EVENTS))
        assert names(page) == ["Draft", "Late", "Early"]
        assert table(page)[0][1:] == ["Draft", "", "", ""]

    def test_an_unpublished_page_says_so(self, admin):
        page = event_page()
        page.unpublish()
        assert table(admin.get(reverse(EVENTS)))[0][1] == "Not published"

    def test_a_title_leads_to_the_registrations_a_drafts_to_the_page(self, admin):
        index = event_index()
        page = event_page(index, slug="a")
        draft = draft_event_page(index, slug="b")
        soup = BeautifulSoup(admin.get(reverse(EVENTS)).content, "html.parser")
        links = [link["href"] for link in soup.select("td.title .title-wrapper a")]
        assert links == [
            reverse("wagtailadmin_pages:edit", args=[draft.pk]),
            list_url(page.event),
        ]

    def test_an_editor_without_the_right_is_led_to_the_page(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent()))
        shown = client.get(reverse(EVENTS)).content.decode()
        assert list_url(page.event) not in shown
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown

    def test_translations_and_aliases_are_no_events_of_their_own(self, admin):
        page = event_page()
        danish, _ = Locale.objects.get_or_create(language_code="da")
        page.copy_for_translation(danish, copy_parents=True)
        page.create_alias(parent=event_index(slug="other"))
        assert names(admin.get(reverse(EVENTS))) == ["Dialogue meeting"]

    def test_searching_looks_at_titles(self, admin):
        index = event_index()
        event_page(index, slug="a", title="Summer party")
        event_page(index, slug="b", title="Winter party")
        results = reverse("tilmeld_admin:events_results")
        assert names(admin.get(results, {"q": "SUMMER"})) == ["Summer party"]

    def test_one_can_add_an_event_from_here(self, admin):
        index = event_index()
        assert reverse("tilmeld_admin:add_event") in admin.get(reverse(EVENTS)).content.decode()
        response = admin.get(reverse("tilmeld_admin:add_event"))
        assert response.url == reverse(
            "wagtailadmin_pages:add", args=["tilmeld", "eventpage", index.pk]
        )

    def test_the_queries_are_the_same_for_any_number(self, client):
        index = event_index()
        client.force_login(editor(index, "view_registration"))
        counts = []
        for number in (1, 3, 12):
            for new in range(EventPage.objects.count(), number):
                registration(event_page(index, slug=f"e{new}", title=f"E{new}").event)
            counts.append(queries(client, reverse(EVENTS)))
        assert counts == [counts[0]] * 3


class TestRegistrations:
    def test_the_newest_first_with_what_matters(self, admin):
        event = event_page().event
        guest = registration(event, companions=["Dora"])
        later = registration(event, "Eli", created_at=OPEN_AT + timedelta(hours=1))
        service.cancel(later, at=OPEN_AT, letter=False)
        letter = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        Message.objects.filter(pk=letter.pk).update(state="delivered")
        assert table(admin.get(list_url(event))) == [
            ["Eli", "eli@example.org", "1", "Cancelled", "", "1 February 2027 14:00"],
            ["Cleo", "cleo@example.org", "2", "Registered", "Delivered", "1 February 2027 13:00"],
        ]

    def test_times_are_the_events_own(self, admin):
        event = event_page(timezone="America/New_York").event
        registration(event)
        assert table(admin.get(list_url(event)))[0][-1] == "1 February 2027 7:00"

    def test_above_it_stand_the_events_facts(self, clock, admin):
        clock(OPEN_AT)
        event = event_page(capacity=20).event
        registration(event)
        shown = text(admin.get(list_url(event)))
        assert "Registration open" in shown
        assert "Friday 26 February 2027 (the whole day)" in shown
        assert "1 of 20" in shown
        assert "Answers are erased on Saturday 10 April 2027" in shown

    @pytest.mark.parametrize("state", Message.NEEDS_ATTENTION)
    def test_a_letter_that_needs_somebody_stands_out(self, admin, state):
        event = event_page().event
        outbox.queue(Message.Kind.CONFIRMED, registration(event), at=OPEN_AT)
        alert = "tilmeld-alert"
        assert alert not in admin.get(list_url(event)).content.decode()
        Message.objects.update(state=state)
        assert alert in admin.get(list_url(event)).content.decode()

    def test_fifty_on_a_page(self, admin):
        event = event_page().event
        for number in range(51):
            registration(event, f"guest{number}")
        assert len(names(admin.get(list_url(event)))) == 50
        assert len(names(admin.get(list_url(event), {"p": 2}))) == 1

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("åse", ["Åse Ødegård"]),
            ("ØDEGÅRD åse", ["Åse Ødegård"]),
            ("BEN@", ["Ben Berg"]),
            ("example.org", ["Ben Berg", "Åse Ødegård"]),
            ("blåbær", ["Cleo"]),
            ("berg cleo", []),
            ("%", []),
            ("'; drop table", []),
        ],
    )
    def test_searching_looks_for_every_word_in_names_and_addresses(self, admin, query, found):
        event = event_page().event
        registration(event, "Åse Ødegård", email="aase@example.org")
        registration(event, "Ben Berg", email="ben@example.org")
        registration(event, "Cleo", email="cleo@blåbær.example")
        results = reverse("tilmeld_admin:registrations_results", args=[event.pk])
        assert names(admin.get(results, {"q": query})) == found

    def test_filters_narrow_it_together(self, admin):
        event = event_page().event
        registration(event)
        registration(event, "Dora", status="cancelled")
        for wanted, found in [("confirmed", ["Cleo"]), ("cancelled", ["Dora"]), ("", 2)]:
            shown = names(admin.get(list_url(event), {"status": wanted}))
            assert (shown == found) if wanted else (len(shown) == found)
        assert names(admin.get(list_url(event), {"status": "cancelled", "q": "cleo"})) == []

    def test_the_day_of_registering_is_counted_in_the_events_zone(self, admin):
        event = event_page(timezone="Pacific/Auckland").event
        registration(event, created_at=datetime(2027, 2, 1, 11, 30, tzinfo=UTC))
        day = {"created_at_from": "2027-02-02", "created_at_to": "2027-02-02"}
        assert names(admin.get(list_url(event), day)) == ["Cleo"]
        day = {"created_at_from": "2027-02-01", "created_at_to": "2027-02-01"}
        assert names(admin.get(list_url(event), day)) == []

    def test_by_the_newest_letters_state(self, admin):
        event = event_page().event
        cleo, dora = registration(event), registration(event, "Dora")
        for guest in (cleo, dora):
            outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        Message.objects.filter(registration=cleo).update(state="bounced")
        assert names(admin.get(list_url(event), {"letter": "bounced"})) == ["Cleo"]
        assert names(admin.get(list_url(event), {"letter": "needs_attention"})) == ["Cleo"]
        assert names(admin.get(list_url(event), {"letter": "queued"})) == ["Dora"]

    def test_nonsense_in_the_address_is_no_error(self, admin):
        event = event_page().event
        registration(event)
        odd = {"status": "x", "created_at_from": "x", "letter": "x", "p": "x", "ordering": "x"}
        assert names(admin.get(list_url(event), odd)) == ["Cleo"]

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "a " * 3000},
            {"q": "a\0b"},
            {"q": "x" * 100_000},
            {"created_at_from": "0001-01-01", "created_at_to": "9999-12-31"},
            {"p": "9" * 30},
            {"export": "pdf"},
        ],
    )
    @pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
    def test_nor_are_extremes(self, admin, query, zone):
        event = event_page(timezone=zone).event
        registration(event)
        assert admin.get(list_url(event), query).status_code == 200

    def test_what_guests_typed_is_text(self, admin):
        event = event_page().event
        registration(event, "<script>x</script>", email="a@example.org")
        assert "<script>x</script>" not in admin.get(list_url(event)).content.decode()
        assert names(admin.get(list_url(event))) == ["<script>x</script>"]

    def test_the_queries_are_the_same_for_any_number(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent(), "view_registration", "change_registration"))
        counts = []
        for number in (1, 3, 50):
            for new in range(page.event.registrations.count(), number):
                guest = registration(page.event, f"guest{new}")
                outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
            counts.append(queries(client, list_url(page.event)))
        assert counts == [counts[0]] * 3

    def test_looking_is_logged_once_an_hour_and_person_on_the_page(self, clock, admin):
        page = event_page()
        for minutes in (0, 59, 61):
            clock(OPEN_AT + timedelta(minutes=minutes))
            admin.get(list_url(page.event))
        logged = PageLogEntry.objects.filter(page=page.pk, action="tilmeld.view_list")
        assert [entry.user.username for entry in logged] == ["ada", "ada"]

    def test_buttons_are_for_those_who_may_press_them(self, client):
        page = event_page()
        registration(page.event)
        client.force_login(editor(page.get_parent(), "view_registration"))
        shown = text(client.get(list_url(page.event)))
        for button in ("Download Excel", "Download CSV", "Erase all…", "Cancel…"):
            assert button not in shown

    def test_an_erased_event_says_since_when(self, admin):
        event = event_page().event
        registration(event)
        retention.erase_event(event, at=OPEN_AT)
        shown = admin.get(list_url(event))
        assert "Answers were erased on 1 February 2027 13:00" in text(shown)
        assert names(shown) == ["(blank)"]


class TestDownloads:
    def rows(self, client, event, **query):
        response = client.get(list_url(event), {"export": "csv"} | query)
        data = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(data, newline=""), delimiter=";"))

    def test_hold_what_the_list_shows_all_its_pages(self, admin):
        event = event_page().event
        for number in range(60):
            registration(event, f"guest{number}")
        registration(event, "Dora", status="cancelled")
        assert len(self.rows(admin, event)) == 62
        assert len(self.rows(admin, event, p="2")) == 62
        assert [row[4] for row in self.rows(admin, event, status="cancelled")[1:]] == ["Dora"]
        assert [row[4] for row in self.rows(admin, event, q="guest59")[1:]] == ["guest59"]

    def test_xlsx_opens_and_holds_the_same(self, admin):
        event = event_page().event
        registration(event, status="cancelled")
        registration(event, "Dora")
        response = admin.get(list_url(event), {"export": "xlsx", "status": "confirmed"})
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        response.close()
        assert [row[4].value for row in sheet.iter_rows()] == ["Name", "Dora"]

    @pytest.mark.parametrize("extension", ["csv", "xlsx"])
    def test_their_name_says_event_and_day(self, admin, extension):
        event = event_page().event
        response = admin.get(list_url(event), {"export": extension})
        b"".join(response.streaming_content)
        response.close()
        name = f'attachment; filename="dialogue-meeting-2027-03-11.{extension}"'
        assert response["Content-Disposition"] == name
        assert "private" in response["Cache-Control"]

    def test_each_is_logged_with_format_and_number(self, admin):
        page = event_page()
        registration(page.event)
        self.rows(admin, page.event)
        entry = PageLogEntry.objects.get(page=page.pk, action="tilmeld.export")
        assert entry.data == {"format": "CSV", "rows": 1}
        assert entry.message == "Registrations downloaded (CSV, rows: 1)"
        assert entry.user.username == "ada"

    def test_need_a_right_of_their_own(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent(), "view_registration"))
        assert client.get(list_url(page.event), {"export": "csv"}).status_code == 302
        assert not PageLogEntry.objects.filter(action="tilmeld.export").exists()

    def test_the_queries_are_the_same_for_any_number(self, admin):
        event = event_page().event
        counts = []
        for number in (1, 3, 60):
            for new in range(event.registrations.count(), number):
                registration(event, f"guest{new}")
            with CaptureQueriesContext(connection) as captured:
                self.rows(admin, event)
            counts.append(len(captured))
        assert counts == [counts[0]] * 3


class TestOneRegistration:
    ORGANISATION = {"label": "Organisation", "field_type": "singleline", "key": "qorg"}
    WHEN = {"label": "Arrival", "field_type": "date", "required": False, "key": "qday"}

    def test_shows_the_answers_in_the_words_and_order_the_guest_read(self, admin):
        page = event_page(questions=[self.WHEN, self.ORGANISATION])
        answers = {"qorg": "Library\n<b>", "qday": "2027-03-10"}
        guest = registration(page.event, answers=answers, companions=["Dora"])
        page = EventPage.objects.get(pk=page.pk)
        page.registration_fields = []
        page.registration_fields.create(**self.ORGANISATION | {"label": "Company"})
        page.save_revision().publish()
        shown = text(admin.get(detail_url(guest)))
        assert "Arrival Wednesday 10 March 2027 Organisation Library <b>" in shown
        assert "Companion Dora" in shown
        assert "Company" not in shown

    def test_shows_its_letters_as_they_were_sent(self, admin):
        guest = registration(event_page().event)
        letter = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        Message.objects.filter(pk=letter.pk).update(
            state="bounced",
            reason="550 no such mailbox",
            subject="You are registered",
            text=f"Hello Cleo\n{link_mark(guest)}",
        )
        MessageEvent.objects.create(
            message=letter, event_id="1", kind="bounced", happened_at=OPEN_AT, recorded_at=OPEN_AT
        )
        shown = text(admin.get(detail_url(guest)))
        assert "Confirmation Bounced" in shown
        assert "550 no such mailbox" in shown
        assert "You are registered Hello Cleo (the guest's own link)" in shown
        assert guest.token not in shown

    def test_shows_what_the_guest_read_and_ticked(self, admin):
        page = event_page(privacy_text="<p>The city is responsible.</p>", consent_text="I agree.")
        guest = registration(page.event)
        response = admin.get(detail_url(guest))
        assert "The city is responsible." in text(response)
        assert "Ticked: I agree." in text(response)
        revision = page.event.publication().revision_id
        url = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision])
        assert url in response.content.decode()

    def test_tells_its_history(self, admin):
        guest = registration(event_page().event)
        service.cancel(guest, at=OPEN_AT, user=None, letter=False)
        admin.get(detail_url(guest))
        shown = text(admin.get(detail_url(guest)))
        assert "1 February 2027 13:00 Registration cancelled the guest" in shown
        assert "Registration viewed ada" in shown

    def test_looking_at_it_is_logged_without_its_name(self, admin):
        guest = registration(event_page().event)
        admin.get(detail_url(guest))
        entry = ModelLogEntry.objects.get(action="tilmeld.view")
        assert (entry.object_id, entry.user.username) == (str(guest.pk), "ada")
        assert "Cleo" not in f"{entry.label} {entry.data}"

    def test_an_erased_one_shows_no_name_and_no_answer(self, admin):
        guest = registration(event_page(questions=[self.ORGANISATION]).event)
        retention.erase_event(guest.event, at=OPEN_AT)
        response = admin.get(detail_url(guest))
        assert "have been erased" in text(response)
        assert "cleo" not in response.content.decode().lower()
        assert cancel_url(guest) not in response.content.decode()


class TestCancelling:
    def test_asks_once_more_with_the_letter_ticked(self, admin):
        guest = registration(event_page().event, companions=["Dora"])
        response = admin.get(cancel_url(guest))
        assert "Cancel the registration of Cleo? The 2 seats are free" in text(response)
        assert response.context["form"]["letter"].value() is True
        guest.refresh_from_db()
        assert not guest.is_cancelled

    @pytest.mark.parametrize(("data", "letters"), [({"letter": "on"}, ["cancelled"]), ({}, [])])
    def test_gives_the_seats_back_with_a_letter_or_without(self, admin, data, letters):
        guest = registration(event_page().event)
        response = admin.post(cancel_url(guest), data)
        assert response.url == list_url(guest.event)
        guest.refresh_from_db()
        assert guest.is_cancelled
        assert list(Message.objects.values_list("kind", flat=True)) == letters
        assert ("gets a letter" in told(response)) == bool(letters)

    def test_says_in_the_history_who_did_it(self, admin):
        guest = registration(event_page().event)
        admin.post(cancel_url(guest))
        assert ModelLogEntry.objects.get(action="tilmeld.cancel").user.username == "ada"

    def test_is_possible_after_the_event_too(self, clock, admin):
        guest = registration(event_page().event)
        clock(datetime(2027, 3, 12, tzinfo=UTC))
        admin.post(cancel_url(guest))
        guest.refresh_from_db()
        assert guest.is_cancelled

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_twice_changes_nothing_and_says_so(self, admin, method):
        guest = registration(event_page().event)
        service.cancel(guest, at=OPEN_AT, letter=False)
        response = getattr(admin, method)(cancel_url(guest), {"letter": "on"})
        assert response.url == detail_url(guest)
        assert "nothing to cancel" in told(response)
        assert not Message.objects.exists()

    def test_an_erased_one_cant_be_and_gets_no_letter(self, admin):
        guest = registration(event_page().event)
        retention.erase_event(guest.event, at=OPEN_AT)
        assert admin.post(cancel_url(guest), {"letter": "on"}).url == detail_url(guest)
        assert Registration.objects.get().status == "confirmed"
        assert not Message.objects.exists()

"""Staff's side of inviting: the list, inviting from a list, reminding, links for copying."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook
from wagtail.models import Locale, ModelLogEntry, PageLogEntry

from events import permissions
from events.models import Event, EventPage, Invitation, Message, Registration
from events.services import retention
from events.services.invitations import give_late_link, withdraw
from tests.factories import (
    OPEN_AT,
    administrator,
    editor,
    event_index,
    event_page,
    invitation,
    registration,
    root_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

CLOSES_AT = datetime(2027, 2, 26, 23, tzinfo=UTC)
STARTS_AT = datetime(2027, 3, 11, 15, tzinfo=UTC)


@pytest.fixture
def clock(set_clock, settings):
    """Set what the views take for now, at first five weeks before; nobody is logged out by it."""
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    set_clock(OPEN_AT)
    return set_clock


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


@pytest.fixture
def event():
    return event_page().event


def url(event, name, invited=None) -> str:
    numbers = [event.pk, invited.pk] if invited else [event.pk]
    return reverse(f"tilmeld_admin:{name}", args=numbers)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text(response) -> str:
    return " ".join(soup(response).select_one("main").get_text(" ").split())


def table(response) -> list[list[str]]:
    page = soup(response)
    for buttons in page.select("ul.actions"):
        buttons.decompose()
    rows = page.select("table.listing tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row.select("td")] for row in rows]


def told(response) -> str:
    return " ".join(str(message).strip() for message in get_messages(response.wsgi_request))


def hidden(response) -> dict[str, str]:
    return {
        field["name"]: field["value"]
        for field in soup(response).select("main form input[type=hidden]")
        if field["name"] != "csrfmiddlewaretoken"
    }


class TestTheList:
    def test_tells_who_what_they_answered_and_how_the_letter_fared(self, admin, event):
        cleo = invitation(event, reminded_at=OPEN_AT + timedelta(days=1))
        later = OPEN_AT + timedelta(minutes=1)
        invitation(event, "", email="dora@example.org", created_at=later, declined_at=later)
        registration(event, invitation=cleo)
        letter(cleo, "bounced")
        assert table(admin.get(url(event, "invitations"))) == [
            ["dora@example.org", "dora@example.org", "Can't come", "", "1 February 2027 13:01", ""],
            [
                "Cleo",
                "cleo@example.org",
                "Registered",
                "A letter needs attention Bounced",
                "1 February 2027 13:00",
                "2 February 2027 13:00",
            ],
        ]

    def test_counts_the_answers_on_top(self, admin, event):
        for name in ("Cleo", "Dora", "Eli"):
            invitation(event, name)
        registration(event)
        shown = text(admin.get(url(event, "invitations")))
        assert "Registered 1 Can't come 0 Not answered yet 2" in shown
        assert "Withdrawn" not in soup(admin.get(url(event, "invitations"))).select_one("dl").text

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"q": "JENSEN"}, ["Cleo Jensen"]),
            ({"q": "dora@"}, ["Dora"]),
            ({"answer": "declined"}, ["Dora"]),
            ({"answer": "none"}, ["Cleo Jensen"]),
        ],
    )
    def test_is_searched_and_filtered(self, admin, event, query, names):
        invitation(event, "Cleo Jensen", email="c@example.org")
        invitation(event, "Dora", declined_at=OPEN_AT)
        rows = table(admin.get(url(event, "invitations_results"), query))
        assert [row[0] for row in rows] == names

    def test_costs_the_same_for_any_number(self, admin, event):
        counts = []
        for number in (1, 3, 12):
            for new in range(event.invitations.count(), number):
                letter(invitation(event, f"Guest{new}"), "sent")
            admin.get(url(event, "invitations"))
            with CaptureQueriesContext(connection) as queries:
                admin.get(url(event, "invitations"))
            counts.append(len(queries))
        assert counts == [counts[0]] * 3

    def test_looking_is_logged_once_an_hour(self, admin, event, clock):
        admin.get(url(event, "invitations"))
        admin.get(url(event, "invitations"))
        assert PageLogEntry.objects.filter(action="tilmeld.view_invitations").count() == 1

    def test_the_registrations_lead_to_it(self, admin, event):
        page = admin.get(url(event, "registrations")).content.decode()
        assert url(event, "invitations") in page

    def test_shows_those_that_were_erased_without_a_name(self, admin, event):
        invitation(event)
        retention.erase_event(event, at=OPEN_AT)
        assert table(admin.get(url(event, "invitations")))[0][:3] == [
            "(blank)",
            "",
            "Not answered yet",
        ]


def letter(invited, state):
    return Message.objects.create(
        kind=Message.Kind.INVITED,
        event=invited.event,
        invitation=invited,
        to_address=invited.email,
        language_code="en",
        state=state,
        created_at=OPEN_AT,
        due_at=OPEN_AT,
        state_at=OPEN_AT,
    )


class TestInvitingFromAList:
    PASTED = "Cleo <cleo@example.org>\nDora <dora@example.org>\n"

    def post(self, admin, event, **data):
        return admin.post(url(event, "invite"), {"language": "en"} | data)

    def test_shows_row_by_row_what_will_happen_and_writes_nothing(self, admin, event):
        invitation(event)
        registration(event, "Dora")
        pasted = self.PASTED + "Eli <eli@example.org>\nEli <eli@example.org>\nFie <fie@>\n"
        shown = self.post(admin, event, text=pasted)
        groups = {
            section.h2.get_text(): [
                [cell.get_text() for cell in row.select("td")] for row in section.select("tbody tr")
            ]
            for section in soup(shown).select("main section")
        }
        assert groups == {
            "Is invited (1)": [["3", "Eli", "eli@example.org"]],
            "Has been invited already (1)": [["1", "Cleo", "cleo@example.org"]],
            "Is registered already (1)": [["2", "Dora", "dora@example.org"]],
            "Stands further up in the list (1)": [["4", "Eli", "eli@example.org"]],
            "Can't be invited (1)": [
                [
                    "5",
                    "Fie",
                    "fie@",
                    "Write the whole e-mail address, for example name@example.org.",
                ]
            ],
        }
        assert "Invite 1 person" in text(shown)
        assert Invitation.objects.count() == 1
        assert not Message.objects.exists()

    def test_the_second_button_invites(self, admin, event):
        looked = self.post(admin, event, text=self.PASTED)
        response = self.post(admin, event, **hidden(looked), invite="1")
        assert response.url == url(event, "invitations")
        assert told(response) == "2 people are invited."
        found = Invitation.objects.order_by("pk").values_list("name", "email", "language_code")
        assert list(found) == [
            ("Cleo", "cleo@example.org", "en"),
            ("Dora", "dora@example.org", "en"),
        ]

    def test_pressed_twice_it_invites_once(self, admin, event):
        looked = hidden(self.post(admin, event, text=self.PASTED))
        self.post(admin, event, **looked, invite="1")
        assert told(self.post(admin, event, **looked, invite="1")).endswith(
            "Nobody more was invited."
        )
        assert Invitation.objects.count() == Message.objects.count() == 2

    def test_what_changed_since_one_looked_counts(self, admin, event):
        looked = hidden(self.post(admin, event, text=self.PASTED))
        registration(event)
        self.post(admin, event, **looked, invite="1")
        assert Invitation.objects.get().name == "Dora"

    def test_the_list_comes_back_to_be_changed(self, admin, event):
        looked = hidden(self.post(admin, event, text=self.PASTED))
        shown = soup(self.post(admin, event, **looked, change="1"))
        again = shown.select_one("textarea").get_text().lstrip()
        assert "Cleo\tcleo@example.org" in again
        assert hidden(self.post(admin, event, text=again)) == looked

    @pytest.mark.parametrize(
        "name", ["Jensen, Cleo", 'Cleo "C" Jensen', '"', "O'Neill; Siobhán", "navn", "<b>Cleo"]
    )
    def test_names_survive_the_way(self, admin, event, name):
        book, file = Workbook(), io.BytesIO()
        book.active.append(["Navn", "E-mail"])
        book.active.append([name, "cleo@example.org"])
        book.save(file)
        upload = SimpleUploadedFile("guests.xlsx", file.getvalue())
        looked = self.post(admin, event, file=upload)
        [shown] = [row[1] for row in table(looked)]
        for _again in range(2):
            looked = self.post(admin, event, **hidden(looked))
        assert [row[1] for row in table(looked)] == [shown]

    def test_a_file_and_pasted_people_are_one_list(self, admin, event):
        file = SimpleUploadedFile("guests.csv", b"Navn;E-mail\nDora;dora@example.org\n")
        shown = self.post(admin, event, text="cleo@example.org", file=file)
        assert [row[2] for row in table(shown)] == ["cleo@example.org", "dora@example.org"]

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "Paste the people, or choose a file."),
            ({"text": "nobody here"}, "There are no e-mail addresses in the list."),
            (
                {"file": SimpleUploadedFile("guests.xlsx", b"PK\x03\x04 nonsense")},
                "We can't read this file.",
            ),
            ({"text": "cleo@example.org", "language": "xx"}, "xx"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, admin, event, data, sentence):
        event_in_danish(event)
        shown = self.post(admin, event, **data)
        assert sentence in text(shown)
        typed = soup(shown).select_one("textarea").get_text().strip()
        assert typed == data.get("text", "")

    def test_a_list_that_could_not_be_sent_again_is_refused(self, admin, event, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_100
        lines = b"\n".join(b"guest%d@example.org" % n for n in range(20))
        file = SimpleUploadedFile("guests.csv", lines)
        assert "Divide it" in text(self.post(admin, event, file=file))

    def test_of_each_outcome_two_hundred_rows_are_shown_and_the_rest_counted(self, admin, event):
        many = "\n".join(f"guest{n}@example.org" for n in range(250))
        shown = self.post(admin, event, text=many)
        assert len(table(shown)) == 200
        assert "and 50 more" in text(shown)
        assert "Invite 250 people" in text(shown)

    def test_ten_thousand_come_through(self, admin, event):
        many = "\n".join(f"Guest Jørgensen <guest.number{n}@example.org>" for n in range(10_000))
        looked = self.post(admin, event, text=many)
        assert "It takes about 33 minutes." in text(looked)
        response = self.post(admin, event, **hidden(looked), invite="1")
        assert told(response) == "10000 people are invited."
        assert Message.objects.count() == 10_000

    def test_the_language_is_asked_for_where_there_are_several(self, admin, event):
        assert soup(admin.get(url(event, "invite"))).select_one("select") is None
        event_in_danish(event)
        choices = soup(admin.get(url(event, "invite"))).select("select option")
        assert [option["value"] for option in choices] == ["da", "en"]
        looked = self.post(admin, event, text=self.PASTED, language="da")
        self.post(admin, event, **hidden(looked), invite="1")
        assert {each.language_code for each in Message.objects.all()} == {"da"}

    def test_says_why_when_nobody_can_be_invited(self, admin, event, clock):
        looked = hidden(self.post(admin, event, text=self.PASTED))
        clock(CLOSES_AT)
        shown = admin.get(url(event, "invite"))
        assert "Registration has closed" in text(shown)
        assert soup(shown).select_one("main textarea") is None
        assert "Registration has closed" in text(self.post(admin, event, **looked, invite="1"))
        assert not Invitation.objects.exists()


def event_in_danish(event) -> None:
    danish, _ = Locale.objects.get_or_create(language_code="da")
    page = EventPage.objects.get(pk=event.page_id)
    page.copy_for_translation(danish, copy_parents=True).get_latest_revision().publish()


class TestReminding:
    def test_says_how_many_and_does_it_at_the_button(self, admin, event):
        for name in ("Cleo", "Dora"):
            letter(invitation(event, name), "sent")
        shown = admin.get(url(event, "remind"))
        assert "2 people have not answered yet and get a reminder." in text(shown)
        assert soup(shown).select_one("main form button").get_text() == "Remind 2 people"
        assert not Invitation.objects.exclude(reminded_at=None).exists()
        response = admin.post(url(event, "remind"))
        assert told(response) == "2 people get a reminder."
        assert Invitation.objects.filter(reminded_at=OPEN_AT).count() == 2

    def test_has_no_button_where_there_is_nobody(self, admin, event):
        shown = admin.get(url(event, "remind"))
        assert "There is nobody to remind." in text(shown)
        assert soup(shown).select_one("main form button") is None

    def test_is_refused_when_nobody_could_answer(self, admin, event, clock):
        letter(invitation(event), "sent")
        clock(CLOSES_AT)
        assert "Registration has closed" in text(admin.get(url(event, "remind")))
        assert "Registration has closed" in told(admin.post(url(event, "remind")))


class TestALateLink:
    FILLED_IN = {
        "name": "Cleo",
        "email": "cleo@example.org",
        "date": "2027-03-01",
        "time": "12:00",
        "over_capacity": "on",
        "language": "en",
    }

    def test_is_given_on_the_events_own_clocks_and_shown_for_copying(self, admin, clock):
        event = event_page(timezone="America/New_York").event
        clock(CLOSES_AT)
        response = admin.post(url(event, "late_link"), self.FILLED_IN, follow=True)
        given = Invitation.objects.get()
        assert given.admits_until == datetime(2027, 3, 1, 17, tzinfo=UTC)
        assert (given.over_capacity, given.messages.get().kind) == (True, "late_link")
        assert response.redirect_chain[-1][0] == url(event, "invitation", given)
        assert link_in(response).endswith(f"/tilmeld/invitation/{given.token}/")

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Write the guest's name."),
            ({"email": "cleo"}, "Write the whole e-mail address"),
            ({"date": "2027-02-01"}, "Choose a time that lies ahead"),
            ({"date": "2027-03-12"}, "Choose a time that lies ahead"),
            ({"date": "tomorrow"}, "Enter a valid date."),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_is_kept(self, admin, event, wrong, sentence):
        shown = admin.post(url(event, "late_link"), self.FILLED_IN | wrong)
        assert sentence in text(shown)
        for name, value in (self.FILLED_IN | wrong).items():
            if name not in ("over_capacity", "language"):
                assert soup(shown).select_one(f"main [name={name}]").get("value", "") == value
        assert not Invitation.objects.exists()

    def test_who_is_registered_needs_none(self, admin, event):
        registration(event)
        shown = admin.post(url(event, "late_link"), self.FILLED_IN)
        assert "is registered already" in text(shown)

    def test_is_not_given_once_the_event_has_begun(self, admin, event, clock):
        clock(STARTS_AT)
        shown = admin.get(url(event, "late_link"))
        assert "The event has begun" in text(shown)
        assert soup(shown).select_one("main form") is None


def link_in(response) -> str:
    return soup(response).select_one("main input[readonly]")["value"]


class TestOneInvitation:
    def test_shows_answer_letters_and_the_link(self, admin, event):
        invited = invitation(event)
        sent = letter(invited, "sent")
        shown = admin.get(url(event, "invitation", invited))
        assert "Not answered yet" in text(shown)
        assert url(event, "letter", sent) in shown.content.decode()
        assert invited.token in link_in(shown)
        assert ModelLogEntry.objects.filter(action="tilmeld.view_invitation").count() == 1

    def test_is_withdrawn_after_asking_once_more(self, admin, event):
        invited = invitation(event)
        assert "Withdraw the invitation of Cleo?" in text(
            admin.get(url(event, "withdraw", invited))
        )
        assert Invitation.objects.get().withdrawn_at is None
        response = admin.post(url(event, "withdraw", invited), follow=True)
        assert Invitation.objects.get().withdrawn_at == OPEN_AT
        assert soup(response).select_one("main input[readonly]") is None
        assert url(event, "withdraw", invited) not in response.content.decode()

    def test_one_that_was_accepted_is_not_withdrawn(self, admin, event):
        invited = invitation(event)
        registration(event, invitation=invited)
        response = admin.post(url(event, "withdraw", invited))
        assert "Cancel the registration instead" in told(response)
        assert Invitation.objects.get().withdrawn_at is None

    def test_an_erased_one_shows_no_link(self, admin, event):
        invited = invitation(event)
        retention.erase_event(event, at=OPEN_AT)
        shown = admin.get(url(event, "invitation", invited))
        assert "have been erased" in text(shown)
        assert soup(shown).select_one("main input[readonly]") is None


class TestTheEventsLink:
    def test_is_shown_in_each_language_as_a_whole_address(self, admin):
        event = event_page(audience="link").event
        event_in_danish(event)
        links = [
            field["value"]
            for field in soup(admin.get(url(event, "event_link"))).select("[readonly]")
        ]
        assert links == [
            f"http://localhost/tilmeld/link/{event.token}/{language}/" for language in ("da", "en")
        ]

    def test_says_when_it_lets_nobody_in(self, admin, event):
        assert "Who may register now: Everyone." in text(admin.get(url(event, "event_link")))

    def test_is_replaced_after_asking_once_more(self, admin, event):
        shown = admin.get(url(event, "replace_link"))
        assert "The old link stops working at once" in text(shown)
        assert Event.objects.get().link_version == 1
        response = admin.post(url(event, "replace_link"), follow=True)
        assert event.token not in link_in(response)
        assert Event.objects.get().token in link_in(response)


NAMES = [
    "invitations",
    "invitations_results",
    "invite",
    "remind",
    "late_link",
    "event_link",
    "replace_link",
    "invitation",
    "withdraw",
]
OF_ONE = ("invitation", "withdraw")


class TestWhoMay:
    """Ben edits his own section; what he may do there is given to him right by right."""

    def section(self, slug):
        index = event_index(root_page(), slug=slug, title=slug)
        event = event_page(index, slug=f"{slug}-event").event
        return index, event, invitation(event, "Secret")

    def address(self, name, event, invited):
        return url(event, name, invited if name in OF_ONE else None)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_another_section_is_not_found(self, client, name, method):
        ours, *_ = self.section("ours")
        _, event, invited = self.section("theirs")
        client.force_login(editor(ours, *permissions.CODENAMES))
        sent = {"text": "cleo@example.org", "language": "en", "invite": "1"}
        response = getattr(client, method)(self.address(name, event, invited), sent)
        assert response.status_code == 404
        event.refresh_from_db()
        assert event.link_version == 1
        assert event.invitations.standing().count() == 1

    @pytest.mark.parametrize("name", OF_ONE)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_an_invitation_is_not_found_below_another_event(self, client, name, method):
        ours, event, _ = self.section("ours")
        _, _, invited = self.section("theirs")
        client.force_login(editor(ours, *permissions.CODENAMES))
        assert getattr(client, method)(url(event, name, invited)).status_code == 404
        invited.refresh_from_db()
        assert invited.withdrawn_at is None

    @pytest.mark.parametrize("name", NAMES)
    def test_the_right_to_change_opens_it(self, client, name):
        ours, event, invited = self.section("ours")
        client.force_login(editor(ours, "change_registration"))
        assert client.get(self.address(name, event, invited)).status_code == 200

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_every_other_right_does_not(self, client, name, method):
        ours, event, invited = self.section("ours")
        others = [right for right in permissions.CODENAMES if right != "change_registration"]
        client.force_login(editor(ours, *others))
        sent = {"text": "cleo@example.org", "language": "en", "invite": "1"}
        response = getattr(client, method)(self.address(name, event, invited), sent)
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
        assert event.invitations.standing().count() == 1

    @pytest.mark.parametrize("name", NAMES)
    def test_a_stranger_is_asked_to_log_in(self, client, name):
        _, event, invited = self.section("ours")
        response = client.post(self.address(name, event, invited))
        assert response.status_code == 302
        assert response.url.startswith(reverse("wagtailadmin_login"))

    def test_without_the_right_the_registrations_do_not_lead_here(self, client):
        ours, event, _ = self.section("ours")
        client.force_login(editor(ours, "view_registration"))
        page = client.get(url(event, "registrations")).content.decode()
        assert url(event, "invitations") not in page


def test_nobody_is_named_in_any_log(admin, event):
    given = give_late_link(
        event,
        "Cleo",
        "cleo@example.org",
        until=OPEN_AT + timedelta(days=1),
        over_capacity=False,
        language="en",
        at=OPEN_AT,
    )
    admin.get(url(event, "invitation", given))
    withdraw(given, at=OPEN_AT)
    logged = repr([list(m.objects.values()) for m in (ModelLogEntry, PageLogEntry)]).lower()
    assert "late_link" in logged
    assert "cleo" not in logged
    assert not Registration.objects.exists()

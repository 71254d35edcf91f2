"""Inviting people from a list that is pasted or uploaded."""

import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from events.models import Invitation, Message
from tests.factories import invitation, registration

from .support import event_in_danish, hidden, soup, table, text, told, url

pytestmark = pytest.mark.django_db

CLOSES_AT = datetime(2027, 2, 26, 23, tzinfo=UTC)


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

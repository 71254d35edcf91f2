"""One registration: what is known of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from events.forms import Entry
from events.models import EventPage, MessageEvent, RegistrationChange
from events.services import registration as service
from events.services import retention
from tests.factories import OPEN_AT, administrator, editor, event_page, registration

from .support import detail_url, letter_to, letter_url, list_url, queries, text, url, waiting

pytestmark = pytest.mark.django_db


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
        assert "Companions Dora" in shown
        assert "Company" not in shown

    def test_shows_what_became_of_its_letters(self, admin):
        letter = letter_to(registration(event_page().event), "bounced", reason="550 5.1.1")
        MessageEvent.objects.create(
            message=letter, event_id="1", kind="bounced", happened_at=OPEN_AT, recorded_at=OPEN_AT
        )
        response = admin.get(detail_url(letter.registration))
        shown = text(response)
        assert "Confirmation" in shown
        assert "The guest has not seen it. There is no such address." in shown
        assert "Technical reason: 550 5.1.1" in shown
        assert "1 February 2027 13:00 Bounced" in shown
        assert letter_url(letter) in response.content.decode()
        assert "Hello Cleo" not in shown

    def test_costs_no_query_for_each_letter(self, admin):
        guest = registration(event_page().event)
        counts = []
        for _number in range(2):
            for _letter in range(3):
                letter_to(guest, "bounced")
            counts.append(queries(admin, detail_url(guest)))
        assert counts == [counts[0]] * 2

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
        assert url(guest, "cancel") not in response.content.decode()


class TestHowItStands:
    def test_who_waits_has_a_place_in_line(self, admin):
        event = event_page(waiting_list="promote").event
        waiting(event)
        guest = waiting(event, "Eli", OPEN_AT + timedelta(hours=1))
        shown = text(admin.get(detail_url(guest)))
        assert (
            "Status On the waiting list In line number 2 "
            "On the waiting list since 1 February 2027 14:00" in shown
        )

    def test_an_offer_has_an_end(self, admin):
        until = OPEN_AT + timedelta(hours=48)
        event = event_page(waiting_list="offer").event
        guest = registration(event, status="offered", offered_until=until)
        shown = text(admin.get(detail_url(guest)))
        assert "Status Offered a seat Offered until 3 February 2027 13:00" in shown

    def test_a_cancelled_one_says_since_when(self, admin):
        guest = registration(event_page().event)
        service.cancel(guest, at=OPEN_AT, letter=False)
        assert "Cancelled 1 February 2027 13:00" in text(admin.get(detail_url(guest)))

    @pytest.mark.parametrize(
        ("companions", "words"),
        [
            (["Dora", "Eli"], "Dora and Eli"),
            (["", ""], "2 companions"),
            ([""], "1 companion"),
            (["Dora", "", ""], "Dora and 2 companions"),
        ],
    )
    def test_companions_are_named_or_counted(self, admin, companions, words):
        guest = registration(event_page().event, companions=companions)
        assert f"Companions {words} Seats" in text(admin.get(detail_url(guest)))

    @pytest.mark.parametrize(
        ("fields", "buttons"),
        [
            ({}, ["change", "cancel", "mend_address", "erase_registration"]),
            (
                {"status": "waiting"},
                ["give_seat", "change", "cancel", "mend_address", "erase_registration"],
            ),
            (
                {"status": "offered"},
                ["give_seat", "change", "cancel", "mend_address", "erase_registration"],
            ),
            ({"status": "lapsed"}, ["give_seat", "erase_registration"]),
            ({"status": "cancelled"}, ["restore", "erase_registration"]),
            ({"erased_at": OPEN_AT}, []),
        ],
        ids=["registered", "waiting", "offered", "lapsed", "cancelled", "erased"],
    )
    def test_it_has_a_button_for_what_can_be_done(self, clock, admin, fields, buttons):
        clock(OPEN_AT)
        times = {"waiting_since": OPEN_AT, "offered_until": OPEN_AT}
        guest = registration(event_page(waiting_list="offer").event, **times | fields)
        every = ["give_seat", "restore", "change", "cancel", "mend_address", "erase_registration"]
        for address in (detail_url(guest), list_url(guest.event)):
            shown = admin.get(address).content.decode()
            assert [name for name in every if url(guest, name) in shown] == buttons


class TestChanges:
    QUESTIONS = [
        {"label": "Organisation", "field_type": "singleline", "required": False, "key": "qorg"},
        {"label": "Diet", "field_type": "diet", "required": False, "key": "qdiet"},
        {"label": "Arrival", "field_type": "date", "required": False, "key": "qday"},
    ]

    @pytest.fixture
    def changed(self):
        """A guest who has changed everything."""
        page = event_page(questions=self.QUESTIONS, max_companions=2)
        guest = registration(
            page.event, answers={"qorg": "Library"}, sensitive_answers={"qdiet": ["Vegan food"]}
        )
        entry = Entry(
            name="Cleo Holm",
            email=guest.email,
            companions=("Dora", ""),
            answers={"qorg": "<b>Museum</b>", "qday": "2027-03-11"},
            sensitive_answers={},
            publication_id=None,
        )
        service.change(guest, page.event.publication(), entry, at=OPEN_AT)
        return guest

    def look(self, client, guest, *rights) -> str:
        client.force_login(editor(guest.event.page, "view_registration", *rights))
        return text(client.get(detail_url(guest)))

    def test_stand_in_the_history_as_old_and_new(self, client, changed):
        assert (
            "1 February 2027 13:00 Registration changed the guest "
            "Name: Cleo → Cleo Holm "
            "Companions: nobody → Dora and 1 companion "
            "Organisation: Library → <b>Museum</b> "
            "Diet: Vegan food → nothing "
            "Arrival: nothing → Thursday 11 March 2027"
            in self.look(client, changed, "view_sensitive_answers")
        )

    def test_sensitive_ones_only_that_they_changed(self, client, changed):
        shown = self.look(client, changed)
        assert "Diet: changed" in shown
        assert "Vegan food" not in shown
        assert "Organisation: Library → <b>Museum</b>" in shown

    def test_so_do_those_of_a_question_that_became_sensitive_later(self, client, changed):
        page = EventPage.objects.get()
        fields = list(page.registration_fields.all())
        fields[0].sensitive, fields[0].label = True, "Company"
        page.registration_fields = fields
        page.save_revision().publish()
        shown = self.look(client, changed)
        assert "Organisation: changed" in shown
        assert "Library" not in shown

    def test_say_who_made_them_and_why(self, admin):
        guest = waiting(event_page(waiting_list="promote").event)
        service.promote(guest, at=OPEN_AT, user=administrator("ben"), reason="A\nspeaker <b>")
        shown = text(admin.get(detail_url(guest)))
        assert "Got a seat from the waiting list ben A speaker <b>" in shown

    def test_what_comes_about_by_itself_is_nobodys(self, admin):
        event = event_page(capacity=1, waiting_list="promote").event
        first, guest = registration(event), waiting(event)
        service.cancel(first, at=OPEN_AT, letter=False)
        assert "Got a seat from the waiting list the guest" not in text(
            admin.get(detail_url(guest))
        )

    def test_are_told_however_often_one_looks(self, admin, changed):
        for _look in range(60):
            log(changed, "tilmeld.view", user=None)
        assert "Name: Cleo → Cleo Holm" in text(admin.get(detail_url(changed)))

    def test_go_with_the_answers_when_they_are_erased(self, admin, changed):
        retention.erase_event(changed.event, at=OPEN_AT)
        shown = text(admin.get(detail_url(changed)))
        assert "Registration changed the guest" in shown
        assert "Museum" not in shown

    def test_cost_no_query_each(self, admin, changed):
        counts = [queries(admin, detail_url(changed))]
        for number in (1, 2):
            RegistrationChange.objects.create(
                registration=changed, created_at=OPEN_AT + timedelta(hours=number), reason="Why"
            )
            log(changed, "tilmeld.change", timestamp=OPEN_AT + timedelta(hours=number))
        counts.append(queries(admin, detail_url(changed)))
        assert counts == [counts[0]] * 2

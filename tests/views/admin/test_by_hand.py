"""The form in the hands of staff: registering who telephoned, and changing what was answered."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.exceptions import NotEnoughSeats
from events.models import Event, Message, Registration
from events.services import registration as service
from tests.factories import editor, event_page, registration

from .support import detail_url, errors, list_url, status, text, told, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

DIET = {"label": "Diet", "field_type": "singleline", "key": "qdiet", "sensitive": True}
HEARD = {"label": "Organisation", "field_type": "singleline", "key": "qorg", "required": True}
PARTS = {
    "label": "Part",
    "field_type": "radio",
    "choices": "Tour [1]\nLunch",
    "key": "qpart",
    "required": True,
}
CLEO = {"name": "Cleo", "email": "cleo@example.org", "letter": "on"}


def add_url(event: Event) -> str:
    return reverse("tilmeld_admin:register", args=[event.pk])


class TestRegistering:
    def test_a_button_over_the_list_leads_there_until_the_event_is_over(self, clock, admin):
        event = event_page().event
        assert add_url(event) in admin.get(list_url(event)).content.decode()
        clock(event.ends_at)
        assert add_url(event) not in admin.get(list_url(event)).content.decode()

    def test_one_guest_leads_to_the_list_another_to_the_form(self, admin):
        event = event_page(questions=[HEARD], consent_text="I agree").event
        response = admin.post(add_url(event), CLEO)
        assert response.url == list_url(event)
        assert "Cleo is registered. See the registration" in told(response)
        dora = {"name": "Dora", "email": "", "another": "1"}
        assert admin.post(add_url(event), dora).url == add_url(event)
        assert set(Registration.objects.values_list("name", "email", "status")) == {
            ("Cleo", "cleo@example.org", "confirmed"),
            ("Dora", "", "confirmed"),
        }
        assert Message.objects.get().to_address == "cleo@example.org"

    def test_the_heading_names_the_event_and_words_for_guests_are_no_field(self, admin):
        words = {"label": "Talk to us", "field_type": "explanation", "key": "qwords"}
        response = admin.get(add_url(event_page(questions=[words, HEARD]).event))
        found = BeautifulSoup(response.content, "html.parser")
        assert {"qorg"} == {each["name"] for each in found.select("main [name^=q]")}
        heading = found.select_one(".w-breadcrumbs__sublabel").get_text(strip=True)
        assert heading == "Dialogue meeting"

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({}, "name"),
            ({"name": "Cleo", "email": "cleo@"}, "email"),
            ({"name": "x" * 500}, "name"),
            ({"name": "Cleo", "if_full": "anything"}, "if_full"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, admin, data, field):
        event = event_page(capacity=5, questions=[HEARD]).event
        response = admin.post(add_url(event), data | {"qorg": "Library"})
        assert field in errors(response)
        assert "Library" in response.content.decode()
        assert not Registration.objects.exists()

    def test_too_few_seats_ask_what_to_do(self, admin):
        event = event_page(capacity=1, waiting_list="promote").event
        registration(event, "Dora")
        response = admin.post(add_url(event), CLEO | {"if_full": "refuse"})
        assert "There are too few seats left." in text(response)
        response = admin.post(add_url(event), CLEO | {"if_full": "wait"})
        assert "Cleo is on the waiting list." in told(response)
        admin.post(add_url(event), {"name": "Erik", "if_full": "overbook"})
        assert event.registrations.seated().count() == 2

    def test_nobody_is_asked_to_wait_where_there_is_no_line_or_no_limit(self, admin):
        limited = event_page(slug="limited", capacity=1).event
        endless = event_page(slug="endless").event
        assert "Put the guest on the waiting list" not in text(admin.get(add_url(limited)))
        assert "too few seats" not in text(admin.get(add_url(endless)))

    def test_seats_that_are_limited_while_one_writes_are_told_of(self, admin, monkeypatch):
        def full(*args, **kwargs):
            raise NotEnoughSeats(0)

        event = event_page().event
        monkeypatch.setattr(service, "register_by_hand", full)
        response = admin.post(add_url(event), CLEO)
        assert "There are too few seats left." in text(response)

    def test_a_full_choice_says_so_beside_it(self, admin):
        event = event_page(questions=[PARTS]).event
        registration(event, "Dora", answers={"qpart": "Tour"})
        response = admin.post(add_url(event), CLEO | {"qpart": "Tour", "if_full": "refuse"})
        assert "qpart" in errors(response)
        admin.post(add_url(event), CLEO | {"qpart": "Tour", "if_full": "overbook"})
        assert Registration.objects.filter(answers={"qpart": "Tour"}).count() == 2

    def test_when_a_question_is_asked_stands_beside_it(self, admin):
        wine = {"label": "Wine", "field_type": "singleline", "key": "qwine"}
        questions = [PARTS, wine | {"shown_when": "Part: Lunch"}]
        shown = text(admin.get(add_url(event_page(questions=questions).event)))
        assert "Only if you answered “Lunch” to “Part”." in shown

    def test_somebody_who_is_registered_is_not_again(self, admin):
        event = event_page().event
        registration(event)
        shown = text(admin.post(add_url(event), CLEO))
        assert "Somebody with this name and e-mail address is registered already." in shown

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_it_is_too_late_once_the_event_is_over(self, clock, admin, method):
        event = event_page().event
        clock(datetime(2027, 3, 12, tzinfo=UTC))
        response = getattr(admin, method)(add_url(event), CLEO)
        assert response.url == list_url(event)
        assert "over or cancelled" in told(response)
        assert not Registration.objects.exists()


class TestChanging:
    @pytest.fixture
    def guest(self):
        event = event_page(capacity=2, max_companions=2, questions=[HEARD, DIET]).event
        given = {"answers": {"qorg": "Library"}, "sensitive_answers": {"qdiet": "Vegan"}}
        return registration(event, companions=["Bo"], **given)

    def form(self, client, guest) -> dict[str, str]:
        """What the form holds as it is shown."""
        soup = BeautifulSoup(client.get(url(guest, "change")).content, "html.parser")
        fields = soup.select("form[method=post] input[name]:not([type=search])")
        return {
            field["name"]: field.get("value", "on" if field["type"] == "checkbox" else "")
            for field in fields
            if field["type"] not in ("checkbox", "radio") or field.has_attr("checked")
        }

    def test_what_was_answered_stands_there_and_unchanged_changes_nothing(self, admin, guest):
        filled_in = self.form(admin, guest)
        assert (filled_in["name"], filled_in["qorg"], filled_in["qdiet"]) == (
            "Cleo",
            "Library",
            "Vegan",
        )
        assert "email" not in filled_in
        response = admin.post(url(guest, "change"), filled_in)
        assert told(response) == "Nothing was changed."
        assert not guest.changes.exists()

    def test_what_is_changed_is_kept_with_who_did_it_and_told(self, admin, guest):
        admin.post(url(guest, "change"), self.form(admin, guest) | {"qorg": "Museum"})
        guest.refresh_from_db()
        assert guest.answers == {"qorg": "Museum"}
        assert guest.changes.get().user.username == "ada"
        assert Message.objects.get().kind == "changed"
        assert "Organisation: Library → Museum" in text(admin.get(detail_url(guest)))

    def test_without_a_letter_if_staff_like(self, admin, guest):
        data = self.form(admin, guest) | {"qorg": "Museum"}
        del data["letter"]
        admin.post(url(guest, "change"), data)
        assert not Message.objects.exists()

    def test_those_who_come_stay_where_the_editor_has_lowered_their_number(self, admin, guest):
        Event.objects.update(max_companions=0)
        admin.post(url(guest, "change"), self.form(admin, guest) | {"name": "Clea"})
        guest.refresh_from_db()
        assert (guest.name, guest.companions) == ("Clea", ["Bo"])

    def test_more_people_than_seats_only_knowingly(self, admin, guest):
        data = self.form(admin, guest) | {"companion_2": "Dora"}
        assert "if_full" in errors(admin.post(url(guest, "change"), data))
        admin.post(url(guest, "change"), data | {"if_full": "overbook"})
        guest.refresh_from_db()
        assert guest.party_size == 3

    def test_after_the_deadline_and_the_event_too(self, clock, admin, guest):
        clock(datetime(2027, 3, 12, tzinfo=UTC))
        admin.post(url(guest, "change"), self.form(admin, guest) | {"name": "Clea"})
        guest.refresh_from_db()
        assert guest.name == "Clea"

    def test_sensitive_answers_are_neither_shown_nor_lost_without_the_right(self, client, guest):
        client.force_login(editor(guest.event.page, "change_registration"))
        filled_in = self.form(client, guest)
        assert "qdiet" not in filled_in
        client.post(url(guest, "change"), filled_in | {"qorg": "Museum", "qdiet": "forged"})
        guest.refresh_from_db()
        assert guest.given == {"qorg": "Museum", "qdiet": "Vegan"}

    def test_nor_is_what_depends_on_one(self, client):
        meal = {"label": "Meal", "field_type": "radio", "choices": "Yes\nNo", "key": "qmeal"}
        wine = {"label": "Wine", "field_type": "singleline", "key": "qwine"}
        questions = [meal | {"sensitive": True}, wine | {"shown_when": "Meal: Yes"}]
        given = {"answers": {"qwine": "Red"}, "sensitive_answers": {"qmeal": "Yes"}}
        guest = registration(event_page(questions=questions).event, **given)
        client.force_login(editor(guest.event.page, "change_registration"))
        client.post(url(guest, "change"), self.form(client, guest) | {"name": "Clea"})
        guest.refresh_from_db()
        assert (guest.name, guest.given) == ("Clea", {"qmeal": "Yes", "qwine": "Red"})

    def test_a_choice_they_may_not_see_refuses_a_larger_party_above_the_form(self, client):
        page = event_page(questions=[PARTS | {"sensitive": True}], max_companions=1)
        guest = registration(page.event, sensitive_answers={"qpart": "Tour"})
        client.force_login(editor(page, "change_registration"))
        more = {"name": "Cleo", "companions": "on", "companion_1": "Bo", "if_full": "refuse"}
        response = client.post(url(guest, "change"), more)
        assert errors(response) == {
            "__all__": ["There are too few seats left there. Choose something else."]
        }
        guest.refresh_from_db()
        assert guest.companions == []

    def test_not_once_it_was_cancelled(self, admin, guest):
        guest.mark_cancelled(guest.created_at)
        response = admin.post(url(guest, "change"), CLEO)
        assert "can't be changed any more" in told(response)
        assert status(guest) == "cancelled"

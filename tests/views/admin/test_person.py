"""One person across events: found by the address, handed what is held, erased."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from events.models import Invitation, Message, Registration, RegistrationChange
from events.services import notes, tags
from events.services.registration import move_to_address
from tests.factories import (
    OPEN_AT,
    editor,
    event_index,
    event_page,
    invitation,
    registration,
    root_page,
)

from .support import letter_to, queries, text, told, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

CLEO = "cleo@example.org"
DIET = {"label": "Diet", "field_type": "singleline", "key": "qdiet", "sensitive": True}
HEARD = {"label": "Organisation", "field_type": "singleline", "key": "qorg"}
VIEW, EXPORT, ERASE = "view_registration", "export_registration", "erase_registration"


def url(name: str = "person", email: str = CLEO) -> str:
    return reverse(f"tilmeld_admin:{name}", query={"email": email})


@pytest.fixture
def index():
    return event_index(root_page(), slug="ours")


@pytest.fixture
def guest(index):
    """Cleo is registered for one event, and invited to another."""
    event = event_page(index, questions=[HEARD, DIET], title="Meeting").event
    given = {"answers": {"qorg": "Library"}, "sensitive_answers": {"qdiet": "Vegan"}}
    cleo = registration(event, companions=["Bo"], **given)
    letter_to(cleo)
    changes = [
        {"label": "Organisation", "old": "Museum", "new": "Library", "sensitive": False},
        {"label": "Diet", "old": "Fish", "new": "Vegan", "sensitive": True},
    ]
    cleo.changes.create(created_at=OPEN_AT, changes=changes, reason="She rang.")
    invitation(event_page(index, slug="dinner", title="Dinner").event)
    return cleo


@pytest.fixture
def danish(admin):
    user = get_user_model().objects.get(pk=admin.session["_auth_user_id"])
    UserProfile.objects.create(user=user, preferred_language="da")


def stored() -> str:
    models = [Registration, Invitation, Message, RegistrationChange, ModelLogEntry, PageLogEntry]
    return repr([list(model.objects.values()) for model in models]).lower()


class TestFinding:
    def test_by_the_address_however_it_is_written(self, admin, guest):
        shown = text(admin.get(url(email="CLEO@Example.org")))
        assert "Meeting" in shown
        assert "Dinner" in shown
        assert "Cleo : Registered" in shown
        assert "Vegan" not in shown

    def test_an_unknown_address_is_told_and_no_address_asked_for(self, admin, guest):
        assert "Nothing is held about this address" in text(admin.get(url(email="x@example.org")))
        assert "Write the whole e-mail address" in text(admin.get(url(email="cleo")))

    def test_guests_without_an_address_are_not_found_by_none(self, admin, guest):
        registration(guest.event, "Emil", email="")
        assert "Emil" not in text(admin.get(url(email="")))

    def test_the_same_name_with_another_address_is_a_link(self, admin, guest):
        registration(guest.event, "CLEO", email="cleo@work.example")
        other = reverse("tilmeld_admin:person", query={"email": "cleo@work.example"})
        assert f'href="{other}"' in admin.get(url()).content.decode()

    def test_the_log_of_each_event_tells_of_it_without_the_address(self, admin, guest):
        admin.get(url())
        logged = PageLogEntry.objects.filter(action="tilmeld.view_person")
        assert {entry.page.title for entry in logged} == {"Meeting", "Dinner"}
        assert "cleo" not in repr(list(logged.values())).lower()

    def test_queries_are_as_many_for_one_event_as_for_many(self, admin, index, guest):
        before = queries(admin, url())
        for number in range(4):
            event = event_page(index, slug=f"more-{number}").event
            letter_to(registration(event))
            invitation(event)
        assert queries(admin, url()) == before


class TestHandingOut:
    def test_the_file_holds_all_that_is_held(self, admin, guest):
        held = json.loads(admin.get(url("person_json")).content)
        meeting, dinner = sorted(held["events"], key=lambda event: event["event"], reverse=True)
        [cleo] = meeting["registrations"]
        assert cleo["name"] == "Cleo"
        assert cleo["companions"] == ["Bo"]
        assert cleo["answers"] == [
            {"question": "Organisation", "answer": "Library"},
            {"question": "Diet", "answer": "Vegan"},
        ]
        assert cleo["changes"][0]["reason"] == "She rang."
        assert cleo["changes"][0]["changed"][1]["old"] == "Fish"
        assert meeting["letters"][0]["subject"] == "You are registered"
        assert "LINK" not in meeting["letters"][0]["text"]
        assert dinner["invitations"][0]["name"] == "Cleo"
        assert held["withheld"] == []

    def test_each_change_is_told_in_words(self, admin, guest, danish):
        changes = [
            {"label": label, "old": "a", "new": "b", "sensitive": False}
            for label in ("name", "companions", "email", "event", "Organisation")
        ]
        guest.changes.update(changes=changes)
        held = json.loads(admin.get(url("person_json")).content)
        [cleo] = [each for event in held["events"] for each in event["registrations"]]
        told = [each["what"] for each in cleo["changes"][0]["changed"]]
        assert told == ["Navn", "Ledsagere", "E-mail", "Arrangement", "Organisation"]

    @pytest.mark.parametrize("name", ["person_json", "person_print"])
    def test_what_staff_keep_is_held_too(self, admin, guest, name):
        notes.write(guest, "Comes late.", at=OPEN_AT, user=None)
        tags.tag(guest, "Speaker", at=OPEN_AT, user=None)
        shown = admin.get(url(name)).content.decode()
        assert "Comes late." in shown
        assert "Speaker" in shown

    def test_answers_to_questions_that_are_gone_are_held_too(self, admin, guest):
        Registration.objects.update(answers={"qorg": "Library", "qold": "Kept"})
        held = json.loads(admin.get(url("person_json")).content)
        answers = [each["registrations"] for each in held["events"] if each["registrations"]]
        assert {"question": "qold", "answer": "Kept"} in answers[0][0]["answers"]

    def test_the_page_to_read_says_the_same(self, admin, guest):
        shown = text(admin.get(url("person_print")))
        for words in ("Library", "Vegan", "Museum", "Bo", "She rang.", "Dinner", "Hello Cleo"):
            assert words in shown

    @pytest.mark.parametrize("name", ["person_json", "person_print"])
    def test_what_one_may_not_see_is_left_out_and_said_so(self, client, index, guest, name):
        client.force_login(editor(index, VIEW, EXPORT))
        shown = client.get(url(name)).content.decode()
        assert "Library" in shown
        for hidden in ("Vegan", "Fish", "Dinner"):
            assert hidden not in shown
        assert "2 sensitive answers are left out." in shown
        assert "Invitations are left out" in shown

    def test_what_a_guest_typed_is_text_on_the_page(self, admin, guest):
        Registration.objects.update(answers={"qorg": "<script>alert(1)</script>"})
        assert b"<script>" not in admin.get(url("person_print")).content

    def test_it_stands_in_the_history_of_each(self, admin, guest):
        admin.get(url("person_json"))
        logged = ModelLogEntry.objects.filter(action="tilmeld.export_person")
        assert {entry.content_type.model for entry in logged} == {"registration", "invitation"}


class TestErasing:
    def test_it_names_the_events_and_what_comes_free(self, admin, guest):
        shown = text(admin.get(url("erase_person")))
        assert "Meeting" in shown
        assert "Dinner" in shown
        assert shown.count("is cancelled first") == 1
        assert "cleo" in stored()

    def test_nothing_that_names_them_is_left_and_the_seat_is_passed_on(self, admin, index, guest):
        event = event_page(index, slug="full", capacity=1, waiting_list="promote").event
        registration(event)
        dora = waiting(event)
        response = admin.post(url("erase_person"))
        assert told(response) == "Everything about this person is erased at 3 events."
        for word in ("cleo", "library", "vegan", "museum", "she rang", "'bo'"):
            assert word not in stored()
        dora.refresh_from_db()
        assert (dora.status, dora.name) == ("confirmed", "Dora")
        assert ModelLogEntry.objects.filter(action="tilmeld.erase_registration").count() == 2
        assert ModelLogEntry.objects.filter(action="tilmeld.erase_invitation").count() == 1
        assert admin.post(url("erase_person")).status_code == 302
        assert ModelLogEntry.objects.filter(action="tilmeld.erase_registration").count() == 2

    def test_a_stranger_whose_address_somebody_mistyped_is_forgotten_and_they_stay(self, admin):
        dora = registration(event_page().event, "Dora", email="wrong@example.org")
        letter_to(dora)
        move_to_address(dora, "dora@example.org", at=OPEN_AT)
        assert "1" in text(admin.get(url(email="wrong@example.org")))
        admin.post(url("erase_person", "wrong@example.org"))
        assert "wrong@" not in stored()
        assert "dora@example.org" in stored()


class TestRights:
    @pytest.mark.parametrize(
        ("name", "rights"),
        [
            ("person", {VIEW}),
            ("person_json", {VIEW, EXPORT}),
            ("person_print", {VIEW, EXPORT}),
            ("erase_person", {ERASE}),
        ],
    )
    def test_each_takes_its_permissions(self, client, index, guest, name, rights):
        for number, missing in enumerate(rights):
            others = {VIEW, EXPORT, ERASE} - {missing}
            client.force_login(editor(index, *others, username=f"ben{number}"))
            assert client.get(url(name)).url == reverse("wagtailadmin_home")
        client.force_login(editor(index, *rights, username="bo"))
        assert client.get(url(name)).status_code == 200

    @pytest.mark.parametrize("name", ["person", "person_json", "person_print", "erase_person"])
    def test_another_sections_events_are_never_shown(self, client, guest, name):
        theirs = event_index(root_page(), slug="theirs")
        rights = (VIEW, EXPORT, ERASE, "change_registration", "view_sensitive_answers")
        client.force_login(editor(theirs, *rights))
        shown = client.get(url(name)).content.decode()
        for word in ("Meeting", "Dinner", "Library"):
            assert word not in shown

    def test_nor_erased(self, client, guest):
        theirs = event_index(root_page(), slug="theirs")
        client.force_login(editor(theirs, VIEW, ERASE, "change_registration"))
        before = stored()
        client.post(url("erase_person"))
        assert stored() == before

    def test_without_an_address_one_is_led_to_the_search(self, admin):
        for name in ("person_json", "person_print", "erase_person"):
            assert admin.post(url(name, "")).url == reverse("tilmeld_admin:person")

    def test_the_menu_has_it_for_those_who_may_see_registrations(self, client, index):
        client.force_login(editor(index))
        address = reverse("tilmeld_admin:person")
        assert address not in client.get(reverse("wagtailadmin_home")).content.decode()
        client.force_login(editor(index, VIEW, username="bo"))
        assert address in client.get(reverse("wagtailadmin_home")).content.decode()

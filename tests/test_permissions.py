"""Who sees whose guests: rights to the page and a permission of the app, both or nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Page

from events import permissions
from events.models import (
    Event,
    EventPage,
    Message,
    Publication,
    Registration,
    RegistrationField,
)
from events.services import outbox
from tests.factories import (
    OPEN_AT,
    administrator,
    editor,
    event_index,
    event_page,
    registration,
    root_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

EVERY_RIGHT = permissions.CODENAMES


@pytest.fixture
def today(set_clock, settings):
    """Registration is open; nobody is logged out by the clock."""
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    set_clock(OPEN_AT)


def section(slug: str, name: str):
    """A section of the site with an event and a registration: ``(index, event, registration)``."""
    index = event_index(root_page(), slug=slug, title=slug)
    event = event_page(index, slug=f"{slug}-event", title=f"{slug} event").event
    return index, event, registration(event, name)


def held_letter(guest: Registration) -> Message:
    letter = outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
    Message.objects.update(state="held")
    return letter


def addresses(event: Event, guest: Registration) -> dict[str, str]:
    """Every address that shows or changes something of a registration."""
    of_event, of_guest = [event.pk], [event.pk, guest.pk]
    listing = reverse("tilmeld_admin:registrations", args=of_event)
    results = reverse("tilmeld_admin:registrations_results", args=of_event)
    return {
        "list": listing,
        "results": results,
        "columns": reverse("tilmeld_admin:columns", args=of_event),
        "download": reverse("tilmeld_admin:download", args=of_event),
        "json": f"{listing}?export=json",
        "overview": reverse("tilmeld_admin:overview", args=of_event),
        "search": f"{results}?q=secret",
        "filters": f"{listing}?status=confirmed&created_at_from=2020-01-01&letter=queued",
        "csv": f"{listing}?export=csv",
        "xlsx": f"{listing}?export=xlsx",
        "csv of results": f"{results}?export=csv",
        "registration": reverse("tilmeld_admin:registration", args=of_guest),
        **{name: reverse(f"tilmeld_admin:{name}", args=of_guest) for name in ACTS},
        "erase": reverse("tilmeld_admin:erase", args=of_event),
        "register": reverse("tilmeld_admin:register", args=of_event),
        **{name: reverse(f"tilmeld_admin:{name}", args=of_event) for name in PAPER},
    }


def release_address(letter: Message) -> str:
    return reverse("tilmeld_admin:release", args=[letter.event_id, letter.pk])


#: What there is on paper; ``print`` lists it and names nobody.
PAPER = ("print", "print_door", "print_badges", "print_signatures", "print_summary")
#: What staff do about a registration: where each leads, and what it must be for that.
ACTS = {
    "cancel": "confirmed",
    "mend_address": "confirmed",
    "give_seat": "lapsed",
    "restore": "cancelled",
    "erase_registration": "confirmed",
    "change": "confirmed",
}
ADDRESSES = list(addresses(Event(pk=1), Registration(pk=1)))
FILLED_IN = {"number": 1, "letter": 1, "email": "new@example.org", "reason": "Why"}


def fit_for(name: str, guest: Registration) -> str:
    """Give a registration the status that the act at an address needs; return it."""
    guest.status = ACTS.get(name, "confirmed")
    guest.save()
    return guest.status


class TestAnotherSection:
    """Ben may do everything with his own section's guests, and nothing with others'."""

    @pytest.fixture
    def ben(self, client):
        index, *_ = section("ours", "Cleo")
        client.force_login(editor(index, *EVERY_RIGHT))
        return client

    @pytest.mark.parametrize("name", ADDRESSES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_not_found_at_any_address(self, ben, name, method):
        _, event, guest = section("theirs", "Secret")
        before = fit_for(name, guest)
        response = getattr(ben, method)(addresses(event, guest)[name], FILLED_IN)
        assert response.status_code == 404
        guest.refresh_from_db()
        assert (guest.status, guest.name) == (before, "Secret")
        assert guest.email == "secret@example.org"

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_letters_held_back_are_not_found_either(self, ben, method):
        _, _, guest = section("theirs", "Secret")
        letter = held_letter(guest)
        assert getattr(ben, method)(release_address(letter)).status_code == 404
        assert Message.objects.get().state == "held"

    @pytest.mark.parametrize("name", ["registration", *ACTS])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_guest_cant_be_reached_through_ones_own_event(self, ben, name, method):
        ours = Event.objects.get(title="ours event")
        _, _, guest = section("theirs", "Secret")
        before = fit_for(name, guest)
        assert getattr(ben, method)(addresses(ours, guest)[name], FILLED_IN).status_code == 404
        guest.refresh_from_db()
        assert guest.status == before

    def test_is_not_in_the_list_of_events(self, ben):
        section("theirs", "Secret")
        page = ben.get(reverse("tilmeld_admin:events")).content.decode()
        assert "ours event" in page
        assert "theirs event" not in page

    def test_does_not_show_by_searching_or_in_a_download(self, ben):
        section("theirs", "Secret")
        ours = Event.objects.get(title="ours event")
        guest = ours.registrations.get()
        found = ben.get(addresses(ours, guest)["search"]).content.decode()
        file = b"".join(ben.get(addresses(ours, guest)["csv"]).streaming_content).decode()
        assert "secret@example.org" not in found + file
        assert "cleo@example.org" in file


class TestOwnSection:
    @pytest.mark.parametrize("name", ADDRESSES)
    def test_everything_opens_with_every_right(self, client, name):
        index, event, guest = section("ours", "Cleo")
        fit_for(name, guest)
        client.force_login(editor(index, *EVERY_RIGHT))
        response = client.get(addresses(event, guest)[name])
        assert response.status_code == 200
        b"".join(response) if response.streaming else None

    @pytest.mark.parametrize(
        ("right", "opens"),
        [
            (None, set()),
            (
                "view_registration",
                {
                    "list",
                    "results",
                    "overview",
                    "search",
                    "filters",
                    "columns",
                    "registration",
                    *PAPER[1:4],
                },
            ),
            ("view_summary", {"print_summary"}),
            ("change_registration", {"register", *ACTS} - {"erase_registration"}),
            ("erase_registration", {"erase", "erase_registration"}),
            ("export_registration", set()),
            ("view_sensitive_answers", set()),
        ],
    )
    def test_each_right_opens_its_own_addresses_only(self, client, right, opens):
        index, event, guest = section("ours", "Cleo")
        client.force_login(editor(index, *filter(None, [right])))
        opened = set()
        for name, url in addresses(event, guest).items():
            fit_for(name, guest)
            if client.get(url).status_code == 200:
                opened.add(name)
        assert opened == opens | {"print"}

    @pytest.mark.parametrize("right", EVERY_RIGHT)
    def test_a_letter_is_released_by_the_right_to_change_only(self, client, right):
        index, _, guest = section("ours", "Cleo")
        letter = held_letter(guest)
        client.force_login(editor(index, right))
        client.post(release_address(letter))
        is_released = Message.objects.get().state == "queued"
        assert is_released == (right == "change_registration")

    def test_a_page_of_ones_own_is_enough(self, client):
        index, event, guest = section("ours", "Cleo")
        page = Page.objects.get(pk=event.page_id)
        client.force_login(editor(page, "view_registration"))
        assert client.get(addresses(event, guest)["list"]).status_code == 200

    def test_posting_without_the_right_changes_nothing(self, client):
        index, event, guest = section("ours", "Cleo")
        client.force_login(editor(index, "view_registration"))
        for name in (*ACTS, "erase", "register"):
            before = fit_for(name, guest)
            assert client.post(addresses(event, guest)[name], FILLED_IN).status_code == 302
            guest.refresh_from_db()
            assert (guest.status, guest.erased_at) == (before, None)
            assert guest.email == "cleo@example.org"


class TestOthers:
    @pytest.mark.parametrize("name", ADDRESSES)
    def test_a_stranger_is_sent_to_log_in(self, client, name):
        _, event, guest = section("ours", "Cleo")
        response = client.get(addresses(event, guest)[name])
        assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")

    def test_also_where_a_letter_is_released(self, client):
        _, _, guest = section("ours", "Cleo")
        letter = held_letter(guest)
        assert client.post(release_address(letter)).url.startswith("/admin/login/")
        assert Message.objects.get().state == "held"

    @pytest.mark.parametrize("name", ADDRESSES)
    def test_an_administrator_sees_all_even_without_a_page(self, client, name):
        _, event, guest = section("ours", "Cleo")
        fit_for(name, guest)
        Event.objects.filter(pk=event.pk).update(page=None)
        client.force_login(administrator())
        response = client.get(addresses(event, guest)[name])
        assert response.status_code == 200
        b"".join(response) if response.streaming else None

    def test_an_event_without_a_page_is_no_editors(self):
        index, event, _ = section("ours", "Cleo")
        ben = editor(index, *EVERY_RIGHT)
        assert permissions.events_of(ben).get() == event
        Event.objects.filter(pk=event.pk).update(page=None)
        assert not permissions.events_of(ben).exists()

    def test_an_inactive_administrator_sees_nothing(self):
        section("ours", "Cleo")
        ada = administrator()
        ada.is_active = False
        assert not permissions.events_of(ada).exists()


class TestSensitiveAnswers:
    DIET = {"label": "Diet", "field_type": "diet", "required": False, "key": "qdiet"}

    def page_of(self, client, *rights) -> str:
        index = event_index()
        event = event_page(index, questions=[self.DIET]).event
        guest = registration(event, sensitive_answers={"qdiet": ["Vegan food"]})
        outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)
        client.force_login(editor(index, "view_registration", "export_registration", *rights))
        urls = addresses(event, guest)
        file = b"".join(client.get(urls["csv"]).streaming_content).decode()
        return client.get(urls["registration"]).content.decode() + file

    def test_are_hidden_without_the_right_and_one_is_told(self, client):
        shown = self.page_of(client)
        assert "Vegan food" not in shown
        assert "One answer is sensitive." in shown

    def test_are_shown_with_it_on_the_page_and_in_the_file(self, client):
        shown = self.page_of(client, "view_sensitive_answers")
        assert shown.count("Vegan food") == 2

    @pytest.mark.parametrize(
        ("then", "now", "kept_in"),
        [(True, False, "sensitive_answers"), (False, True, "answers")],
        ids=["sensitive when it was answered", "sensitive since"],
    )
    def test_are_hidden_whenever_the_question_was_marked(self, client, then, now, kept_in):
        question = {"label": "Diet", "field_type": "singleline", "key": "qdiet"}
        page = event_page(questions=[question | {"sensitive": then}])
        guest = registration(page.event, **{kept_in: {"qdiet": "Vegan food"}})
        page = EventPage.objects.get(pk=page.pk)
        page.registration_fields = [RegistrationField(**question, sensitive=now)]
        page.save_revision().publish()
        client.force_login(editor(page.get_parent(), "view_registration"))
        url = addresses(page.event, guest)["registration"]
        assert "Vegan food" not in client.get(url).content.decode()


class TestWithheld:
    """Whatever shows answers asks the same: what is sensitive is never told without the right."""

    FAITH = {"label": "Faith", "field_type": "radio", "choices": "Quaker [9]\nOther", "key": "qf"}
    RIGHTS = ("view_registration", "change_registration", "export_registration")

    @pytest.fixture
    def guest(self):
        index = event_index(root_page(), slug="meetings")
        event_page(index, slug="other", title="Other")
        event = event_page(index, questions=[self.FAITH]).event
        guest = registration(event, answers={"qf": "Quaker"})
        change = {"label": "Faith", "old": None, "new": "Quaker", "sensitive": False}
        guest.changes.create(created_at=OPEN_AT, changes=[change])
        log(guest, "tilmeld.change", timestamp=OPEN_AT)
        return guest

    @staticmethod
    def ask_as_sensitive(guest, **fields):
        """Publish the question as a sensitive one, after it was answered."""
        words = guest.event.publication()
        asked = words.questions_json[0] | {"sensitive": True}
        values = {field.name: getattr(words, field.name) for field in Publication._meta.fields}
        values |= {"id": None, "questions_json": [asked]}
        Publication.objects.create(**values | fields)

    def places(self, guest) -> dict[str, str]:
        """Each address that tells of the answer, and a word by which it does."""
        event, other = guest.event, Event.objects.exclude(pk=guest.event_id).get()
        of_guest = [event.pk, guest.pk]
        return {
            reverse("tilmeld_admin:registration", args=of_guest): "Quaker",
            reverse("tilmeld_admin:change", args=of_guest): "Quaker",
            reverse("tilmeld_admin:move", args=of_guest, query={"to": other.pk}): "Faith",
            reverse("tilmeld_admin:print_door", args=[event.pk]): "Quaker",
            reverse("tilmeld_admin:person_json", query={"email": guest.email}): "Quaker",
        }

    def telling(self, client, guest, *more: str) -> list[str]:
        """The addresses that tell of the answer, to somebody with these rights."""
        section = guest.event.page.get_parent()
        client.force_login(editor(section, *self.RIGHTS, *more, username="-".join(more) or "ben"))
        places = self.places(guest).items()
        return [url for url, word in places if word in client.get(url).content.decode()]

    @pytest.mark.parametrize("how", ["later", "in another language", "when it was answered"])
    def test_it_is_withheld_everywhere(self, client, guest, how):
        if how == "when it was answered":
            answer = {"answers": {}, "sensitive_answers": {"qf": "Quaker"}}
            Registration.objects.update(**answer)
        else:
            self.ask_as_sensitive(guest, **({} if how == "later" else {"language_code": "da"}))
        assert self.telling(client, guest, "view_sensitive_answers") == [*self.places(guest)]
        assert self.telling(client, guest) == []


class TestGroups:
    def test_can_be_given_the_five_permissions_and_no_other_of_ours(self, client):
        client.force_login(administrator())
        form = client.get(reverse("wagtailusers_groups:add")).context["form"]
        ours = form.fields["permissions"].queryset.filter(content_type__model="registration")
        assert set(ours.values_list("codename", flat=True)) == set(EVERY_RIGHT)

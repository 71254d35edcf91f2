"""Other answers, more or fewer people."""

from datetime import timedelta

import pytest
from django.test import Client

from events.models import RegistrationChange
from tests.factories import OPEN_AT, event_page, republished

from .support import CLOSES_AT, QUESTIONS, STARTS_AT, WORKSHOPS, html, kinds, registered, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

SENT = {
    "name": "Cleo",
    "qtopic": "Light\nand <b>toilets</b>",
    "qday": "2027-03-11",
    "qdiet": ["Vegan food", "Food without gluten"],
    "companions": "on",
    "companion_1": "Ben",
}
ALONE = {"companions": (), "sensitive_answers": {}}


def send(registration, **sent):
    return Client().post(url(registration, "change"), sent)


class TestTheForm:
    def test_is_filled_in_with_what_was_answered(self):
        shown = html(Client().get(url(registered(), "change")))
        assert 'value="Cleo"' in shown
        assert "Light\nand &lt;b&gt;toilets&lt;/b&gt;" in shown
        assert 'value="2027-03-11"' in shown
        assert 'value="Ben"' in shown
        assert shown.count("checked") == 3  # two kinds of food, and the tick of the companion

    def test_does_not_ask_for_the_address_nor_set_a_trap(self):
        shown = html(Client().get(url(registered(), "change")))
        assert "cleo@example.org. Only we can change that address." in shown
        assert "mailto:ada@example.org" in shown
        assert 'name="email"' not in shown
        assert "ev-trap" not in shown

    def test_a_default_is_no_answer(self):
        page = event_page(questions=[{"label": "Food", "field_type": "singleline", "key": "qfood"}])
        registration = registered(page, companions=(), answers={}, sensitive_answers={})
        question = page.registration_fields.get()
        question.default_value, question.required = "Soup", False
        question.save()
        page.save_revision().publish()
        assert "Soup" not in html(Client().get(url(registration, "change")))


class TestSending:
    def test_changes_are_kept_and_confirmed_by_letter(self):
        registration = registered()
        response = send(registration, **SENT | {"qtopic": "Benches", "companion_1": "Bo"})
        saved = url(registration) + "?answers=saved"
        assert (response.status_code, response.url) == (303, saved)
        registration.refresh_from_db()
        assert registration.answers["qtopic"] == "Benches"
        assert registration.companions == ["Bo"]
        assert kinds() == ["confirmed", "changed"]
        change = RegistrationChange.objects.get()
        assert [(each["label"], each["new"]) for each in change.changes] == [
            ("companions", ["Bo"]),
            ("What about?", "Benches"),
        ]

    def test_nothing_changed_sends_nothing(self):
        assert send(registered(), **SENT).status_code == 303
        assert kinds() == ["confirmed"]

    @pytest.mark.parametrize(
        ("topic", "said"),
        [
            ("Benches", "Your answers are saved. A confirmation is on its way to you."),
            ("Light\nand <b>toilets</b>", "Nothing was changed."),
        ],
    )
    def test_guests_are_told_whether_it_was_saved(self, topic, said):
        registration = registered()
        assert said not in html(Client().get(url(registration)))
        response = send(registration, **SENT | {"qtopic": topic})
        assert said in html(Client().get(response.url))

    def test_mistakes_come_back_with_what_was_typed(self):
        registration = registered()
        response = send(registration, **SENT | {"name": "", "qtopic": "Benches"})
        assert response.status_code == 200
        assert "Correct 1 answer and send again" in html(response)
        assert "Benches" in html(response)
        assert "<title>\n  Error:" in html(response) or "Error:" in html(response)
        assert kinds() == ["confirmed"]

    def test_another_site_can_not_send_it(self):
        registration = registered()
        response = Client().post(
            url(registration, "change"),
            SENT | {"qtopic": "Benches"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert response.status_code == 403
        assert "Benches" in html(response)
        registration.refresh_from_db()
        assert registration.answers["qtopic"] != "Benches"


class TestSeats:
    def test_a_larger_party_needs_seats(self):
        page = event_page(questions=QUESTIONS, max_companions=2, capacity=2)
        registration = registered(page)
        response = send(registration, **SENT | {"companion_2": "Dan"})
        assert response.status_code == 200
        assert "There are only 2 seats left. Register fewer people." in html(response)
        assert 'value="Dan"' in html(response)

    def test_a_full_workshop_can_not_be_taken_but_ones_own_can_be_kept(self):
        page = event_page(questions=[WORKSHOPS])
        cleo = registered(page, answers={"qshop": "Paint"}, **ALONE)
        dora = registered(page, name="Dora", answers={"qshop": "Wood"}, **ALONE)
        assert "Paint (full)" in html(Client().get(url(dora, "change")))
        assert "Paint (full)" not in html(Client().get(url(cleo, "change")))
        refused = send(dora, name="Dora", qshop="Paint")
        assert "There are too few seats left there." in html(refused)
        assert send(cleo, name="Cleopatra", qshop="Paint").status_code == 303


class TestFewerThanBefore:
    """The editor has published since that guests bring fewer people, or no names."""

    SENT = {"name": "Cleo", "companions": "on", "companion_1": "Ben", "companion_2": "Bo"}
    PARTY = {"companions": ("Ben", "Bo"), "answers": {}, "sensitive_answers": {}}

    def published(self, companions=("Ben", "Bo"), names=True, **facts):
        page = event_page(max_companions=2, ask_companion_names=names)
        registration = registered(page, **self.PARTY | {"companions": companions})
        for name, value in facts.items():
            setattr(page, name, value)
        page.save_revision().publish()
        return registration

    @pytest.mark.parametrize("allowed", [1, 0])
    @pytest.mark.parametrize("late", [False, True])
    def test_those_who_are_registered_stay_so(self, set_clock, allowed, late):
        registration = self.published(max_companions=allowed)
        set_clock(CLOSES_AT if late else OPEN_AT)
        shown = html(Client().get(url(registration, "change")))
        assert [shown.count(f'value="{name}"') for name in ("Ben", "Bo")] == [1, 1]
        assert send(registration, **self.SENT).status_code == 303
        registration.refresh_from_db()
        assert (registration.companions, kinds()) == (["Ben", "Bo"], ["confirmed"])

    def test_but_nobody_comes_in_the_place_of_who_was_left_out(self):
        registration = self.published(max_companions=0)
        send(registration, **self.SENT | {"companion_2": ""})
        send(registration, **self.SENT)
        registration.refresh_from_db()
        assert registration.companions == ["Ben"]

    @pytest.mark.parametrize(
        ("companions", "names", "sent"),
        [
            (("Ben", "Bo"), True, SENT),
            (("", ""), False, {"name": "Cleo", "companions": "2"}),
        ],
    )
    def test_they_keep_the_names_they_have(self, companions, names, sent):
        registration = self.published(companions, names, ask_companion_names=not names)
        assert send(registration, **sent).status_code == 303
        registration.refresh_from_db()
        assert (tuple(registration.companions), kinds()) == (companions, ["confirmed"])


class TestLate:
    def test_after_the_deadline_only_people_can_be_left_out(self, set_clock):
        registration = registered()
        set_clock(CLOSES_AT)
        shown = html(Client().get(url(registration, "change")))
        assert "you can only bring fewer people" in shown
        assert send(registration, **SENT | {"qtopic": "Benches"}).status_code == 303
        registration.refresh_from_db()
        assert registration.answers["qtopic"] != "Benches"
        response = send(registration, name="Cleo")
        assert response.status_code == 303
        registration.refresh_from_db()
        assert registration.companions == []
        assert kinds() == ["confirmed", "changed"]

    def test_also_where_a_question_was_changed_meanwhile(self, set_clock):
        """What was answered may be none of the choices by now, or not asked any more."""
        shop = {"label": "Workshop", "field_type": "radio", "key": "qshop", "choices": "A\nB"}
        page = event_page(questions=[shop, *QUESTIONS], max_companions=1)
        registration = registered(page, answers={"qshop": "A", "qtopic": "Light"})
        given = registration.given
        republished(page, [shop | {"choices": "C\nD"}, QUESTIONS[1] | {"sensitive": False}])
        set_clock(CLOSES_AT)
        assert "Workshop" not in html(Client().get(url(registration, "change")))
        assert send(registration, name="Clea", qshop="C").status_code == 303
        registration.refresh_from_db()
        assert (registration.name, registration.companions) == ("Cleo", [])
        assert (registration.given, kinds()) == (given, ["confirmed", "changed"])

    def test_nobody_can_be_added_then(self, set_clock):
        page = event_page(questions=QUESTIONS, max_companions=2)
        registration = registered(page)
        set_clock(CLOSES_AT)
        response = send(registration, **SENT | {"companion_2": "Dan"})
        assert response.status_code == 409
        assert "The deadline has passed" in html(response)

    def test_when_it_has_begun_nothing_can_be_changed(self, set_clock):
        registration = registered()
        set_clock(STARTS_AT - timedelta(seconds=1))
        assert Client().get(url(registration, "change")).status_code == 200
        set_clock(STARTS_AT)
        response = Client().get(url(registration, "change"))
        assert (response.status_code, response.url) == (303, url(registration))
        assert send(registration, name="Cleo").status_code == 409

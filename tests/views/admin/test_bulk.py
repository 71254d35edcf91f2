"""Acting on many registrations at once: those that were ticked, or all that the list shows."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.log_actions import registry

from events import permissions
from events.models import BulkRun, Message
from events.services import bulk as service
from events.services import door, tags
from events.services.bulk import runs
from events.views.admin import bulk
from events.views.admin.bulk import acting
from tests.factories import OPEN_AT, editor, event_page, registration

from .support import list_url, queries, status, text, told, waiting

pytestmark = pytest.mark.django_db

ACTS = [action.action_type for action in bulk.ACTIONS]
RIGHTS = set(permissions.CODENAMES)
FILLED_IN = {"letter": "on", "reason": "Why", "name": "VIP", "number": 1}


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


@pytest.fixture
def event():
    return event_page().event


def address(act, *guests, event=None, **query) -> str:
    """Where the footer of the list leads: with those who were ticked, or with all of an event."""
    chosen = {"id": "all", "childOf": event.pk} if event else {"id": [x.pk for x in guests]}
    url = reverse("wagtail_bulk_action", args=["tilmeld", "registration", act])
    return f"{url}?{urlencode(chosen | {'next': '/admin/'} | query, doseq=True)}"


def confirm(client, url, **data):
    """Press the button of the page that asks."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    seen = page.select_one("input[name=seen]")["value"]
    return client.post(url, {"seen": seen} | data)


def fit_for(act, event, name="Cleo"):
    """A guest with whom an act can be done."""
    if act == "give_seat":
        return waiting(event, name)
    guest = registration(event, name)
    if act == "untag":
        tags.tag(guest, "VIP", at=OPEN_AT, user=None)
    if act == "undo_check_in":
        door.check_in_all(guest, at=OPEN_AT, user=None)
    return guest


def needed(act):
    (action,) = (each for each in bulk.ACTIONS if each.action_type == act)
    return f"{action.act.permission}_registration"


def downloaded(response):
    """The lines of a CSV file."""
    return b"".join(response.streaming_content).decode().strip().splitlines()


def state(guest):
    """All that an act may change."""
    guest.refresh_from_db()
    told, come = guest.messages.count(), guest.arrivals.standing().count()
    return guest.status, guest.name, told, [tag.name for tag in guest.tags.all()], come


class TestAsking:
    def test_says_what_with_whom_and_why_not_with_others(self, admin, event):
        there = [registration(event, name) for name in ("Cleo", "Dora")]
        gone = registration(event, "Eli", status="cancelled")
        shown = text(admin.get(address("cancel", *there, gone)))
        assert "Cancel 2 registrations? Cleo, Dora The seats are free at once" in shown
        assert "These are left out: Has no seat and waits for none. (1) Eli" in shown
        assert not BulkRun.objects.exists()

    def test_names_the_first_and_counts_the_others(self, admin, event, monkeypatch):
        monkeypatch.setattr(acting, "NAMED", 1)
        for name in ("Cleo", "Dora", "Eli"):
            registration(event, name)
        assert "Cleo and 2 more" in text(admin.get(address("cancel", event=event)))

    def test_nothing_to_do_is_said_and_has_no_button(self, admin, event):
        gone = registration(event, status="cancelled")
        response = admin.get(address("cancel", gone))
        assert "This can be done with none of these registrations." in text(response)
        assert not BeautifulSoup(response.content, "html.parser").select("main form")

    @pytest.mark.parametrize("act", ACTS)
    def test_costs_no_query_for_each_registration(self, admin, event, act):
        counts = []
        for number in range(2):
            for name in ("Cleo", "Dora"):
                fit_for(act, event, f"{name}{number}")
            counts.append(queries(admin, address(act, event=event)))
        assert counts == [counts[0]] * 2


class TestDoing:
    def test_those_that_were_ticked_and_no_others(self, admin, event):
        ticked, other = (registration(event, name) for name in ("Cleo", "Dora"))
        response = confirm(admin, address("cancel", ticked))
        assert response.url == "/admin/"
        assert "1 registration is cancelled." in told(response)
        assert (status(ticked), status(other)) == ("cancelled", "confirmed")
        assert not Message.objects.exists()

    @pytest.mark.parametrize("query", [{"q": "dora"}, {"status": "waiting"}])
    def test_or_all_that_the_list_shows_as_it_is_filtered(self, admin, event, query):
        cleo, dora = registration(event), waiting(event)
        elsewhere = waiting(event_page(slug="other").event)
        confirm(admin, address("cancel", event=event, **query))
        shown = [status(guest) for guest in (cleo, dora, elsewhere)]
        assert shown == ["confirmed", "cancelled", "waiting"]

    def test_what_was_not_done_is_named_with_the_reason(self, admin):
        event = event_page(capacity=1).event
        line = [waiting(event, name) for name in ("Cleo", "Dora")]
        response = confirm(admin, address("give_seat", *line))
        shown = text(admin.get(response.url))
        assert "Done 1 Not done 1" in shown
        assert "Dora : There are too few seats left." in shown
        assert [status(guest) for guest in line] == ["confirmed", "waiting"]

    def test_what_takes_long_goes_on_by_itself(self, admin, event, monkeypatch):
        monkeypatch.setattr(acting, "AT_ONCE", 0)
        guest = registration(event)
        response = confirm(admin, address("cancel", guest))
        shown = admin.get(response.url)
        assert "It goes on by itself, even if you leave this page." in text(shown)
        assert shown.headers["Refresh"]
        service.carry_on_all(at=OPEN_AT)
        shown = admin.get(response.url)
        assert "Done 1 Not done 0" in text(shown)
        assert "Refresh" not in shown.headers

    def test_nobody_who_came_in_the_meantime_is_among_them(self, admin, event):
        cleo = registration(event)
        url = address("cancel", event=event)
        seen = BeautifulSoup(admin.get(url).content, "html.parser").select_one("[name=seen]")
        dora = registration(event, "Dora")
        response = admin.post(url, {"seen": seen["value"]})
        assert "The list has changed in the meantime." in told(response)
        assert (status(cleo), status(dora)) == ("confirmed", "confirmed")

    def test_a_letter_about_it_only_with_the_tick(self, admin, event):
        confirm(admin, address("cancel", registration(event)), letter="on")
        assert Message.objects.get().kind == "cancelled"

    def test_a_seat_out_of_turn_takes_a_reason(self, admin, event):
        waiting(event, "Ahead")
        guest = waiting(event, "Cleo", since=OPEN_AT.replace(hour=13))
        assert "1 registration is ahead in line" in text(admin.get(address("give_seat", guest)))
        assert "Write why these guests" in text(confirm(admin, address("give_seat", guest)))
        confirm(admin, address("give_seat", guest), reason="Speaker")
        assert (status(guest), guest.changes.get().reason) == ("confirmed", "Speaker")

    def test_erasing_takes_the_number(self, admin, event):
        guest = registration(event)
        url = address("erase", event=event)
        assert "Write that number." in text(confirm(admin, url, number=2))
        confirm(admin, url, number=1)
        guest.refresh_from_db()
        assert guest.erased_at

    def test_a_party_arrives_whole_and_once_and_has_not_arrived(self, admin, event):
        cleo = registration(event, companions=["Dora", ""])
        dora = fit_for("undo_check_in", event, "Dora")
        url = address("check_in", event=event)
        assert "These are left out: Has arrived. (1) Dora" in text(admin.get(url))
        assert "1 registration is checked in." in told(confirm(admin, url))
        assert (state(cleo)[4], state(dora)[4]) == (3, 1)
        url = address("undo_check_in", event=event)
        assert "2 registrations count as not arrived." in told(confirm(admin, url))
        assert (state(cleo)[4], state(dora)[4]) == (0, 0)

    def test_who_has_arrived_in_part_arrives_whole(self, admin, event):
        cleo = registration(event, companions=["Dora"])
        door.check_in(cleo, [0], token=uuid4(), at=OPEN_AT)
        confirm(admin, address("check_in", cleo))
        assert state(cleo)[4] == 2

    def test_writing_leads_to_a_message_to_those_and_no_others(self, admin, event):
        cleo, dora = registration(event), waiting(event)
        registration(event, "Eli")
        response = confirm(admin, address("write", cleo, dora), name="Speakers")
        assert response.url == reverse("tilmeld_admin:write", args=[event.pk]) + "?tag=Speakers"
        form = admin.get(response.url).context["form"]
        assert form["tag"].value() == "Speakers"
        assert set(form["statuses"].value()) == {"confirmed", "waiting", "offered"}
        assert not Message.objects.exists()

    def test_nobody_else_has_the_tag_of_those_who_are_written_to(self, admin, event):
        cleo, dora = registration(event), registration(event, "Dora")
        tags.tag(dora, "Speakers", at=OPEN_AT, user=None)
        response = confirm(admin, address("write", cleo), name="speakers")
        assert "Others have this tag" in text(response)
        assert not cleo.tags.exists()
        assert confirm(admin, address("write", cleo, dora), name="speakers").status_code == 302

    def test_nobody_who_is_cancelled_too_gets_the_seat_of_another(self, admin, clock):
        event = event_page(capacity=1, waiting_list="promote").event
        cleo, dora = registration(event), waiting(event, "Dora")
        confirm(admin, address("cancel", cleo, dora), letter="on")
        kinds = set(Message.objects.values_list("kind", flat=True))
        assert (status(cleo), status(dora)) == ("cancelled", "cancelled")
        assert Message.Kind.PROMOTED not in kinds

    def test_a_tag_that_a_planned_message_goes_to_is_refused_for_another(self, admin, event):
        event.announcements.create(kind="organisers", tag="VIP", created_at=OPEN_AT)
        response = confirm(admin, address("write", registration(event)), name="vip")
        assert "has not left" in str(response.context["form"].errors)

    def test_a_tag_for_a_message_is_proposed(self, admin, event):
        proposed = admin.get(address("write", registration(event))).context["form"]["name"].value()
        assert proposed.startswith("Message 02/01/2027")

    def test_writing_to_many_leads_on_from_what_came_of_it(self, admin, event, monkeypatch):
        monkeypatch.setattr(acting, "AT_ONCE", 0)
        response = confirm(admin, address("write", registration(event)), name="Speakers")
        assert "Write the message" not in admin.get(response.url).content.decode()
        service.carry_on_all(at=OPEN_AT)
        page = BeautifulSoup(admin.get(response.url).content, "html.parser")
        assert page.select_one("a.button:-soup-contains('Write the message')")["href"] == (
            reverse("tilmeld_admin:write", args=[event.pk]) + "?tag=Speakers"
        )

    def test_what_came_of_it_leads_back_to_the_list_as_it_was(self, admin, event, monkeypatch):
        monkeypatch.setattr(acting, "AT_ONCE", 0)
        url = address("cancel", registration(event), next=f"{list_url(event)}?q=cleo")
        page = admin.get(confirm(admin, url).url).content.decode()
        assert f'href="{list_url(event)}?q=cleo"' in page

    def test_a_file_has_those_that_were_ticked_and_no_others(self, admin, event):
        cleo = registration(event, companions=["Finn"])
        registration(event, "Dora")
        asked = {"export": "csv", "columns": "all"}
        rows = downloaded(confirm(admin, address("download", cleo), **asked))
        assert ["Cleo" in row for row in rows[1:]] == [True]
        asked |= {"columns": "shown", "companions": "on"}
        rows = downloaded(confirm(admin, address("download", cleo), **asked))
        assert [("Cleo" in row, "Finn" in row) for row in rows[1:]] == [(True, False), (True, True)]
        logged = registry.get_logs_for_instance(event.page).filter(action="tilmeld.export")
        assert [entry.data["rows"] for entry in logged.order_by("pk")] == [1, 2]

    def test_or_all_that_the_list_shows(self, admin, event):
        for name in ("Cleo", "Dora"):
            registration(event, name)
        waiting(event, "Eli")
        url = address("download", event=event, status="confirmed")
        rows = downloaded(confirm(admin, url, export="csv", columns="all"))
        assert ["Eli" in row for row in rows[1:]] == [False, False]

    def test_a_tag_comes_and_goes(self, admin, event):
        guest = registration(event)
        confirm(admin, address("tag", guest), name="VIP")
        assert state(guest)[3] == ["VIP"]
        confirm(admin, address("untag", guest), name=event.tags.get().pk)
        assert state(guest)[3] == []


class TestWhoMay:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_not_who_lacks_the_permission(self, client, event, act, method):
        guest = fit_for(act, event)
        before = state(guest)
        client.force_login(editor(event.page, *RIGHTS - {needed(act)}))
        response = getattr(client, method)(address(act, guest), FILLED_IN)
        assert response.status_code == 302
        assert state(guest) == before
        assert not BulkRun.objects.exists()

    @pytest.mark.parametrize("act", ACTS)
    def test_not_who_may_not_see_the_list(self, client, event, act):
        client.force_login(editor(event.page, *RIGHTS - {"view_registration"}))
        assert client.get(address(act, fit_for(act, event))).status_code == 302

    @pytest.mark.parametrize("act", ACTS)
    def test_another_sections_guests_are_not_found_even_if_ticked(self, client, event, act):
        theirs, ours = fit_for(act, event, "Dora"), event_page(slug="ours").event
        client.force_login(editor(ours.page, *RIGHTS))
        for url in (address(act, theirs), address(act, event=event)):
            assert client.get(url).status_code == 404
            assert client.post(url, FILLED_IN).status_code == 404
        mixed = address(act, fit_for(act, ours), theirs)
        assert "Dora" not in text(client.get(mixed))
        before = state(theirs)
        confirm(client, mixed, **FILLED_IN)
        assert state(theirs) == before

    def test_one_event_at_a_time(self, admin, event):
        other = registration(event_page(slug="other").event, "Dora")
        assert admin.get(address("cancel", registration(event), other)).status_code == 404

    @pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40])
    def test_nonsense_is_not_found(self, admin, event, key):
        url = reverse("wagtail_bulk_action", args=["tilmeld", "registration", "cancel"])
        assert admin.get(url, {"id": key}).status_code == 404
        assert admin.get(url, {"id": "all", "childOf": key}).status_code == 404

    def test_what_the_database_can_not_do_now_goes_on_by_itself(self, admin, event, monkeypatch):
        def locked(registration, **options):
            raise OperationalError("locked")

        monkeypatch.setitem(runs.ACTS, "cancel", service.Act("change", lambda *_: "", locked))
        response = confirm(admin, address("cancel", registration(event)), letter="on")
        assert "It goes on by itself" in text(admin.get(response.url))

    def test_what_came_of_it_is_told_in_its_own_section(self, client, admin, event):
        response = confirm(admin, address("give_seat", waiting(event), event=None))
        run = BulkRun.objects.get()
        ours = event_page(slug="ours").event
        client.force_login(editor(ours.page, "view_registration"))
        for of_event in (event, ours):
            url = reverse("tilmeld_admin:run", args=[of_event.pk, run.pk])
            assert client.get(url).status_code == 404
        assert response.status_code == 302

    @pytest.mark.parametrize("right", sorted(RIGHTS))
    def test_the_list_offers_what_one_may_do_and_nothing_else(self, client, event, right):
        registration(event)
        client.force_login(editor(event.page, "view_registration", right))
        page = BeautifulSoup(client.get(list_url(event)).content, "html.parser")
        found = {a["href"].split("/")[-2] for a in page.select("a[data-bulk-action-button]")}
        allowed = {act for act in ACTS if needed(act) == right}
        assert found == allowed
        assert bool(page.select("[data-bulk-action-select-all-checkbox]")) == bool(allowed)

"""Who may invite: every address, walked by everybody; and nobody is named in a log."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from events import permissions
from events.models import Registration
from events.services.invitations import give_late_link, withdraw
from tests.factories import OPEN_AT, editor, event_index, event_page, invitation, root_page

from .support import url

pytestmark = pytest.mark.django_db

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

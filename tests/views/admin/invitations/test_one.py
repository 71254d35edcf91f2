"""One invitation, and taking it back."""

import pytest
from wagtail.models import ModelLogEntry

from events.models import Invitation
from events.services import retention
from tests.factories import OPEN_AT, invitation, registration

from .support import letter, link_in, soup, text, told, url

pytestmark = pytest.mark.django_db


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

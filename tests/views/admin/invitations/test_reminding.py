"""Reminding those who have not answered."""

from datetime import UTC, datetime

import pytest

from events.models import Invitation
from tests.factories import OPEN_AT, invitation

from .support import letter, soup, text, told, url

pytestmark = pytest.mark.django_db

CLOSES_AT = datetime(2027, 2, 26, 23, tzinfo=UTC)


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

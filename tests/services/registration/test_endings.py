from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.exceptions import CancellationTooLate
from events.models import Registration
from events.services.registration import cancel
from tests.factories import OPEN_AT, administrator, register

from .support import SECOND, entry, letters, open_event

pytestmark = pytest.mark.django_db


class TestCancel:
    def test_it_is_kept_logged_and_confirmed_by_letter(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        at = OPEN_AT + timedelta(days=1)
        cancel(registration, at=at)
        registration.refresh_from_db()
        assert (registration.status, registration.cancelled_at) == ("cancelled", at)
        assert letters() == ["confirmed", "cancelled"]
        assert ModelLogEntry.objects.get(action="tilmeld.cancel").timestamp == at

    def test_twice_changes_nothing(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        cancel(registration, at=OPEN_AT)
        cancel(registration, at=OPEN_AT + SECOND)
        registration.refresh_from_db()
        assert registration.cancelled_at == OPEN_AT
        assert letters() == ["confirmed", "cancelled"]

    def test_twice_from_two_windows_changes_nothing_either(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        other_window = Registration.objects.get(pk=registration.pk)
        cancel(registration, at=OPEN_AT)
        cancel(other_window, at=OPEN_AT + SECOND)
        assert letters() == ["confirmed", "cancelled"]

    def test_guests_can_until_the_start_and_staff_afterwards_too(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        with pytest.raises(CancellationTooLate):
            cancel(registration, at=registration.event.starts_at)
        ada = administrator()
        cancel(registration, at=registration.event.starts_at, user=ada, letter=False)
        assert letters() == ["confirmed"]
        assert ModelLogEntry.objects.get(action="tilmeld.cancel").user == ada

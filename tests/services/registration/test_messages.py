"""Stopping the organisers' messages, and getting them back."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from events.services import registration as service
from events.services import retention
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    return registration(event_page().event)


def actions() -> list[str]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_twice_is_once_and_the_first_time_counts(guest):
    service.unsubscribe(guest, at=OPEN_AT)
    service.unsubscribe(guest, at=OPEN_AT + timedelta(days=1))
    guest.refresh_from_db()
    assert guest.unsubscribed_at == OPEN_AT
    assert actions() == ["tilmeld.unsubscribe"]


def test_there_is_a_way_back(guest):
    service.unsubscribe(guest, at=OPEN_AT)
    for _ in range(2):
        service.subscribe(guest, at=OPEN_AT)
    guest.refresh_from_db()
    assert guest.is_subscribed
    assert actions() == ["tilmeld.unsubscribe", "tilmeld.subscribe"]


def test_who_is_erased_is_left_alone(guest):
    retention.erase_event(guest.event, at=OPEN_AT)
    service.unsubscribe(guest, at=OPEN_AT)
    guest.refresh_from_db()
    assert guest.is_subscribed

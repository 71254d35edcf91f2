"""Whoever has come stays so while the party around them changes."""

from uuid import uuid4

import pytest

from events.services.door import check_in
from events.services.registration.arrived import follow
from tests.factories import OPEN_AT, event_page, registration

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "came", "now", "stay"),
    [
        (["Ben", "Dora"], [2], ["Dora"], ["Dora"]),
        (["Ben", "Dora"], [1], ["Dora"], []),
        (["Ben", "Dora"], [1, 2], ["Dora", "Ben"], ["Ben", "Dora"]),
        (["Dora"], [1], ["Dorah"], ["Dorah"]),
        (["Ada", "Ben", "Ben"], [2, 3], ["Ben", "Ben"], ["Ben", "Ben"]),
        (["", ""], [1], [""], [""]),
        (["Ben"], [0, 1], [], []),
    ],
)
def test_a_companion_is_followed_by_name(before, came, now, stay):
    guest = registration(event_page(max_companions=3).event, companions=before)
    check_in(guest, came, token=uuid4(), at=guest.event.starts_at)
    guest.companions = now
    guest.save()
    follow(guest, before, at=OPEN_AT)
    standing = guest.arrivals.standing().filter(person__gt=0)
    assert sorted(now[each.person - 1] for each in standing) == stay
    assert {each.at for each in standing} <= {guest.event.starts_at}
    assert guest.arrivals.standing().filter(person=0).exists() == (0 in came)

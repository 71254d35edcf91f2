"""Several editors decide about one change, and several heartbeats write its letters."""

import pytest

from events.models import Announcement
from events.services import announcements
from tests.factories import OPEN_AT, event_page, registration
from tests.services.announcements.support import addresses, publish
from tests.services.outbox.test_at_once import WORKERS, all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("open_now")]


@pytest.fixture
def question():
    page = event_page()
    for name in ("Cleo", "Dora"):
        registration(page.event, name)
    publish(page, venue_name="Library")
    return Announcement.objects.undecided().get()


def decide(question: Announcement, number: int) -> bool:
    """Half of the editors would tell the guests, half would not."""
    return announcements.decide(question, tell=number % 2 == 0, at=OPEN_AT, user=None)


def test_one_of_them_decides(question):
    seen = [Announcement.objects.get(pk=question.pk) for _ in range(WORKERS)]
    decided = all_at_once(lambda number: decide(seen[number], number))
    assert decided.count(True) == 1
    question.refresh_from_db()
    told = decided.index(True) % 2 == 0
    assert (question.dropped_at is None, question.send_at is not None) == (told, told)


def test_each_guest_gets_one_letter(question):
    decide(question, 0)
    all_at_once(lambda _: announcements.write_due(at=OPEN_AT))
    assert sorted(addresses()) == ["cleo@example.org", "dora@example.org"]


def test_publishing_once_more_while_somebody_decides_leaves_no_old_news(question):
    """Either the decision came first, or what was published asks anew; nothing is lost."""
    page = question.event.page.specific

    def work(number: int) -> object:
        if number:
            return decide(question, 0)
        return publish(page, venue_name="Museum")

    all_at_once(work)
    announcements.write_due(at=OPEN_AT)
    waits = Announcement.objects.undecided().count()
    assert (waits, len(addresses())) in [(1, 0), (0, 2)]

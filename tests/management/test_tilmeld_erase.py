"""What is due to be erased, shown to whoever runs the site, or erased."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from events.models import Registration
from tests.factories import event_page, invitation, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(set_clock):
    event = event_page().event
    registration(event)
    invitation(event, "Dora")
    later = event_page(event.page.get_parent(), slug="later", erase_after_days=60).event
    registration(later)
    set_clock(event.ends_at + timedelta(days=31))
    return event


def run(*words: str) -> list[str]:
    out = StringIO()
    call_command("tilmeld_erase", *words, stdout=out)
    return out.getvalue().splitlines()


def held() -> int:
    return Registration.objects.unerased().count()


def test_a_dry_run_shows_what_is_due_and_erases_nothing(event):
    assert run("--dry-run") == [
        f"2027-04-10  event {event.pk}, Dialogue meeting: registrations 1, invitations 1",
        "Events that would be erased: 1.",
    ]
    assert held() == 2


def test_without_it_is_erased_and_no_more(event):
    assert run()[-1] == "Events erased: 1."
    assert held() == 1
    assert run() == ["Events erased: 0."]

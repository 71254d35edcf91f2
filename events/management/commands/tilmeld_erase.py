"""What is due to be erased: shown, or erased."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...models import Event
from ...services import retention


class Command(BaseCommand):
    help = "Erase the personal data of events whose day has come, as the heartbeat does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Show it only.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        at = timezone.now()
        due = [event for event in retention.due(at) if _holds(event)]
        if not dry_run:
            retention.erase_due(at=at)
        for event in due:
            self.stdout.write(_told(event))
        self.stdout.write(_sum(len(due), dry_run))


def _holds(event: Event) -> int:
    return event.held_registrations + event.held_invitations


def _told(event: Event) -> str:
    return (
        f"{event.erase_on}  event {event.pk}, {event.title}: registrations "
        f"{event.held_registrations}, invitations {event.held_invitations}"
    )


def _sum(number: int, dry_run: bool) -> str:
    return f"Events that would be erased: {number}." if dry_run else f"Events erased: {number}."

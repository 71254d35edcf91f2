"""The outbox at a glance."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...services import outbox


class Command(BaseCommand):
    help = "Show how many letters wait, went out and failed, and whether any may leave."

    def handle(self, **options: Any) -> None:
        status = outbox.status()
        for state, number in status.numbers.items():
            self.stdout.write(f"{state:<12}{number:>8}")
        if status.oldest_at:
            self.stdout.write(f"The oldest that waits was due {_local(status.oldest_at)}.")
        if status.closed_at:
            self.stdout.write(
                f"The mail server takes no letters since {_local(status.closed_at)} "
                f"({status.reason}). The next one tries {_local(status.probe_at)}."
            )
        else:
            self.stdout.write("The mail server takes letters.")


def _local(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")

"""Deliver what is due, now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...services import outbox


class Command(BaseCommand):
    help = "Send the letters that are due, at the pace that is set; end when none is left that may."

    def handle(self, **options: Any) -> None:
        tried = 0
        while number := outbox.sweep(at=timezone.now()):
            tried += number
        self.stdout.write(f"Letters tried: {tried}. See what became of them with tilmeld_queue.")

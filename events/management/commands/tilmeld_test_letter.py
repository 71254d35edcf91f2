"""Whether letters can leave, tried with one, and what to do where they can't."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services import outbox


class Command(BaseCommand):
    help = "Send a test letter to an address, and explain what goes wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *, address: str, **options: Any) -> None:
        self.stdout.write(f"Sending a test letter by {outbox.route()} …")
        try:
            outbox.send_test_letter(address)
        except Exception as error:
            # For the operator's eyes: here, and only here, the server's own words are shown.
            raise CommandError(
                f"{type(error).__name__}: {error}\n\n{outbox.explain(error)}"
            ) from error
        self.stdout.write(
            "It was taken. If it doesn't arrive, look into the spam folder, at bounces at the "
            "provider, and at SPF, DKIM and DMARC of the sender's domain."
        )

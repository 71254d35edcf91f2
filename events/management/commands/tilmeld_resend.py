"""Letters that went wrong are tried anew; those that went out are sent once more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...models import Message
from ...services import outbox


class Command(BaseCommand):
    help = "Try letters anew that failed, bounced or were not sent; send others once more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("letters", nargs="*", type=int, help="Numbers of letters.")
        parser.add_argument(
            "--failed", type=int, metavar="EVENT", help="All of this event that failed or bounced."
        )

    def handle(self, *, letters: list[int], failed: int | None, **options: Any) -> None:
        chosen = Message.objects.filter(pk__in=letters)
        if failed:
            wrong = (Message.State.FAILED, Message.State.BOUNCED)
            chosen |= Message.objects.filter(event=failed, state__in=wrong)
        if not chosen:
            raise CommandError("There is no such letter.")
        for letter in chosen:
            self.stdout.write(f"Letter {letter.pk}: {_resend(letter)}.")


def _resend(letter: Message) -> str:
    at = timezone.now()
    if letter.state in Message.CAN_RETRY_BY_COMMAND:
        return "is tried anew" if outbox.retry(letter, at=at, user=None) else "nobody to write to"
    if letter.state not in Message.CAN_SEND_AGAIN:
        return f"left as it is ({letter.state})"
    copy = outbox.send_again(letter, at=at, user=None)
    return f"sent once more as letter {copy.pk}" if copy else "nobody to write to"

"""Where a guest's letters go: sending the link again, and mending a mistyped address."""

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log

from ...exceptions import AlreadyRegistered, NothingToChange
from ...models import Event, Message, Registration, RegistrationChange
from .. import outbox
from . import seats

#: An address is sent its links at most once in this time.
LINK_PAUSE = timedelta(hours=1)


def send_links(event: Event, email: str, *, at: datetime) -> None:
    """Send an address the links to its registrations for an event, if there are any.

    The caller must answer the same whether or not the address is known.
    """
    with transaction.atomic():
        event = seats.lock(event.pk)
        known = event.registrations.unerased().by_address(email).active()
        newest = known.order_by("-created_at", "-pk").first()
        if newest:
            send_link_again(newest, at=at)


def send_link_again(known: Registration, *, at: datetime) -> None:
    """Send a registrant all links of their address, at most one letter an hour; lock held."""
    recent = known.event.messages.filter(
        address_key=known.address_key, created_at__gt=at - LINK_PAUSE
    )
    if not recent.exclude(state=Message.State.FAILED).exists():
        outbox.queue(Message.Kind.LINK, known, at=at)


def move_to_address(
    registration: Registration, email: str, *, at: datetime, user: object = None
) -> None:
    """Mend a mistyped address: the letter goes to the new one, and links of the old one die.

    Raise NothingToChange if the registration is not active, AlreadyRegistered if the same person
    is registered with the new address.
    """
    with transaction.atomic():
        event = seats.lock(registration.event_id)
        registration.refresh_from_db()
        if not registration.is_active or registration.erased_at:
            raise NothingToChange
        if email == registration.email:
            return
        _refuse_if_known(event, registration, email)
        _move(registration, email, at, user)


def _refuse_if_known(event: Event, registration: Registration, email: str) -> None:
    others = event.registrations.active().exclude(pk=registration.pk)
    if others.by_person(registration.name, email).exists():
        raise AlreadyRegistered


def _move(registration: Registration, email: str, at: datetime, user: object) -> None:
    told = {"label": "email", "old": registration.email, "new": email, "sensitive": False}
    RegistrationChange.objects.create(
        registration=registration, user=user, created_at=at, changes=[told]
    )
    outbox.withdraw(registration, at=at)
    registration.email = email
    registration.link_version += 1
    registration.save()
    kind = Message.Kind.WAITING if registration.is_waiting else Message.Kind.CONFIRMED
    kind = Message.Kind.OFFERED if registration.is_offered else kind
    outbox.queue(kind, registration, at=at)
    log(registration, "tilmeld.move_to_address", user=user, timestamp=at)

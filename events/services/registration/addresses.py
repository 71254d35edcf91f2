"""Where a guest's letters go: sending the link again, and mending a mistyped address."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.log_actions import log

from ...exceptions import AlreadyRegistered, NothingToChange, OnItsWay, RegistrationClosed
from ...models import Event, Message, Registration, RegistrationChange, Status
from ...models.registration_query import RegistrationQuerySet
from ...rules.window import State
from .. import attention, outbox
from ..limits import Network, count_post
from . import seats

#: How many letters a registration may cause within an hour by mending its address.
MENDS = 4

#: An address is sent its links at most once in this time.
LINK_PAUSE = timedelta(hours=1)

#: A letter in one of these states is as good as none.
NEVER_LEFT = (Message.State.CANCELLED, Message.State.FAILED)


def send_links(event: Event, email: str, *, at: datetime, network: Network | None = None) -> None:
    """Send an address the links to its registrations for an event, if there are any.

    The caller must answer the same whether or not the address is known.
    Raise TooManyPosts if the ``network`` has sent too many.
    """
    with transaction.atomic():
        event = Event.objects.locked(event.pk)
        if network:
            count_post(event, network.key, limit=network.limit, at=at)
        send_link_again(event.registrations.active().unerased().by_address(email), at=at)


def send_link_again(known: RegistrationQuerySet, *, at: datetime) -> None:
    """Send the one address of some registrations all its links, at most once an hour; lock held.

    A registration that has just been written to holds its own link; where none lacks it, no letter
    is sent.
    """
    lately = Message.objects.filter(event=OuterRef("event"), created_at__gt=at - LINK_PAUSE)
    lately = lately.exclude(state__in=NEVER_LEFT)
    own = lately.filter(registration=OuterRef("pk"))
    links = lately.filter(kind=Message.Kind.LINK, address_key=OuterRef("address_key"))
    lacking = known.exclude(Exists(own) | Exists(links))
    if newest := lacking.order_by("-created_at", "-pk").first():
        outbox.queue(Message.Kind.LINK, newest, at=at)


def tell_again(registration: Registration, *, at: datetime, user: Any) -> None:
    """Write once more to somebody how their registration stands, with their link.

    It leaves at the pace of letters to many.
    Raise NothingToChange if the registration is not active, OnItsWay if such a letter waits.
    """
    with transaction.atomic():
        Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if not registration.is_active or registration.erased_at:
            raise NothingToChange
        kind = seats.TOLD[Status(registration.status)]
        if registration.messages.waiting().filter(kind=kind).exists():
            raise OnItsWay
        outbox.queue_many(kind, [registration], at=at)
        told = {"letter": kind}
        log(registration, "tilmeld.send_again", user=user, timestamp=at, data=told)


def move_to_address(
    registration: Registration, email: str, *, at: datetime, user: Any = None
) -> None:
    """Mend a mistyped address: the letter goes to the new one, and links of the old one die.

    Raise NothingToChange if the registration is not active, AlreadyRegistered if the same person
    is registered with the new address.
    """
    with transaction.atomic():
        Event.objects.locked(registration.event_id)
        registration.refresh_from_db()
        if not registration.is_active or registration.erased_at:
            raise NothingToChange
        if email == registration.email:
            return
        if _same_person_at(registration, email):
            raise AlreadyRegistered
        _readdress(registration, email, at, user)
        seats.tell(registration, at)


def mend_address(
    registration: Registration, email: str, *, at: datetime, network: Network | None = None
) -> Message:
    """Mend the address that a guest has just registered with; return the letter to the new one.

    The guest has only the page after registering to show for themselves, so this acts on nothing
    but what was just sent. A repeat, which changed nothing, now becomes the registration that it
    would have been with the right address. Where the same person is registered with the new
    address already, that registration stands, and this one, made by mistake, is taken away. The
    caller must answer all three alike.

    Raise RegistrationClosed, whichever of the three it is, if the event was cancelled or is over;
    NothingToChange if the registration was cancelled or mended MENDS times, TooManyPosts if the
    ``network`` has sent too many, NotEnoughSeats or OptionsTaken if a repeat finds no seats.
    """
    with transaction.atomic():
        event = Event.objects.locked(registration.event_id)
        if network:
            count_post(event, network.key, limit=network.limit, at=at)
        if event.window.state(at) in (State.CANCELLED, State.PAST):
            raise RegistrationClosed
        registration.refresh_from_db()
        is_repeat = registration.status == Status.REPEATED
        if not (registration.is_active or is_repeat) or registration.erased_at:
            raise NothingToChange
        if _letters_lately(registration, at) > MENDS:
            raise NothingToChange
        if known := _same_person_at(registration, email):
            return _give_way(registration, known, at)
        _readdress(registration, email, at)
        if is_repeat:
            seats.admit(event, registration, at, may_wait=event.has_waiting_list)
        return seats.tell(registration, at)


def _same_person_at(registration: Registration, email: str) -> Registration | None:
    others = seats.known(registration.event, registration.name, email)
    found: Registration | None = others.exclude(pk=registration.pk).first()
    return found


def _letters_lately(registration: Registration, at: datetime) -> int:
    return registration.messages.filter(created_at__gt=at - LINK_PAUSE).count()


def _give_way(registration: Registration, known: Registration, at: datetime) -> Message:
    outbox.withdraw(registration, at=at)
    registration.mark_cancelled(at)
    log(registration, "tilmeld.cancel", timestamp=at)
    seats.give_to_those_who_wait(registration.event, at)
    return outbox.queue(Message.Kind.LINK, known, at=at)


def _readdress(registration: Registration, email: str, at: datetime, user: Any = None) -> None:
    told = {"label": "email", "old": registration.email, "new": email, "sensitive": False}
    RegistrationChange.objects.create(
        registration=registration, user=user, created_at=at, changes=[told]
    )
    outbox.withdraw(registration, at=at)
    attention.settle(registration, at=at, user=user)
    registration.email = email
    registration.link_version += 1
    registration.save()
    log(registration, "tilmeld.move_to_address", user=user, timestamp=at)

"""What can be done with many registrations, by what is done with one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import Event, Registration
from ...models.registration_query import RegistrationQuerySet
from .. import door, retention, tags
from .. import registration as service

Words = str | Promise


@dataclass(frozen=True)
class Act:
    """Something to do with each of many registrations.

    It takes the ``permission`` to registrations. ``why_not`` tells why it can't be done with one,
    or nothing, without a query beyond what ``reading`` adds to the query for all of them; ``do``
    takes what was chosen besides and may still raise a Refusal.
    """

    permission: str
    why_not: Callable[[Registration, Event, datetime], Words]
    do: Callable[..., object]
    reading: Callable[[RegistrationQuerySet], RegistrationQuerySet] = RegistrationQuerySet.all


def _erased(registration: Registration, event: Event, at: datetime) -> Words:
    return _("Has been erased.") if registration.erased_at else ""


def _untagged(registration: Registration, event: Event, at: datetime) -> Words:
    return "" if registration.tagged else _("Has no tags.")


def _not_active(registration: Registration, event: Event, at: datetime) -> Words:
    why = _erased(registration, event, at)
    return why or ("" if registration.is_active else _("Has no seat and waits for none."))


def _not_to_be_told(registration: Registration, event: Event, at: datetime) -> Words:
    if why := _not_active(registration, event, at):
        return why
    if event.cancelled or at >= event.ends_at:
        return _("The event is cancelled or over.")
    return "" if registration.email else _("Has no e-mail address.")


def _not_to_be_written_to(registration: Registration, event: Event, at: datetime) -> Words:
    if why := _not_active(registration, event, at):
        return why
    if registration.is_unsubscribed:
        return _("Wants no messages from the organisers.")
    return "" if registration.email else _("Has no e-mail address.")


def _not_in_need_of_a_seat(registration: Registration, event: Event, at: datetime) -> Words:
    if service.can_promote(registration, event, at):
        return ""
    if why := _erased(registration, event, at):
        return why
    if event.cancelled or at >= event.ends_at:
        return _("The event is cancelled or over.")
    return _("Has a seat.") if registration.is_confirmed else _("Does not wait for a seat.")


def _not_to_be_checked_in(registration: Registration, event: Event, at: datetime) -> Words:
    if refused := door.refusal(registration, event):
        return refused.to_staff()
    return _("Has arrived.") if registration.arrived >= registration.party_size else ""


def _not_arrived(registration: Registration, event: Event, at: datetime) -> Words:
    return "" if registration.arrived else _("Has not arrived.")


#: By the names that runs keep.
ACTS = {
    "write": Act("message", _not_to_be_written_to, tags.tag),
    "send_again": Act("change", _not_to_be_told, service.tell_again),
    "give_seat": Act("change", _not_in_need_of_a_seat, service.promote),
    "check_in": Act(
        "check_in", _not_to_be_checked_in, door.check_in_all, RegistrationQuerySet.with_arrived
    ),
    "undo_check_in": Act(
        "check_in", _not_arrived, door.undo_all, RegistrationQuerySet.with_arrived
    ),
    "cancel": Act("change", _not_active, service.cancel),
    "tag": Act("change", _erased, tags.tag),
    "untag": Act("change", _untagged, tags.untag, RegistrationQuerySet.with_tagged),
    "erase": Act("erase", _erased, retention.erase_registration),
}

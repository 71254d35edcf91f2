"""Whether a letter that waited is still true when its turn comes."""

from datetime import datetime
from typing import Any

from ... import permissions
from ...emails import differences, told_of
from ...models import Announcement, Invitation, Message, Status
from ...models.announcement import OF_PUBLISHING
from ...models.registration_query import ACTIVE

Kind = Message.Kind

#: What a registration must be for a letter to be true. Any that is active, if nothing else is said.
TRUE_FOR: dict[Message.Kind, tuple[Status, ...]] = {
    Kind.CONFIRMED: (Status.CONFIRMED,),
    Kind.PROMOTED: (Status.CONFIRMED,),
    Kind.WAITING: (Status.WAITING,),
    Kind.OFFERED: (Status.OFFERED,),
    Kind.OFFER_EXPIRED: (Status.LAPSED,),
    Kind.CANCELLED: (Status.CANCELLED,),
    Kind.REMINDER: (Status.CONFIRMED,),
}
#: What is no news any more once the event itself is cancelled.
NOT_WHEN_CANCELLED = (
    Kind.CONFIRMED,
    Kind.PROMOTED,
    Kind.WAITING,
    Kind.OFFERED,
    Kind.OFFER_EXPIRED,
    Kind.EVENT_CHANGED,
    Kind.PROGRAMME_PUBLISHED,
    Kind.REMINDER,
)


def why_overtaken(message: Message, at: datetime) -> str:
    """Return why the letter would no longer be true, or an empty text."""
    if not message.to_address:
        return "erased"
    if message.announcement and message.announcement.dropped_at and not message.copy_of_id:
        return "stopped"
    if message.user:
        return _to_staff(message, message.user, at)
    if message.invitation:
        return _of_invitation(message, message.invitation, at)
    return _of_registration(message, at)


def why_misdirected(message: Message) -> str:
    """Return why the letter must not go to its address, or an empty text."""
    guest = message.registration
    return "address changed" if guest and guest.address_key != message.address_key else ""


def _of_registration(message: Message, at: datetime) -> str:
    registration, event, kind = message.registration, message.event, Kind(message.kind)
    if registration is None or registration.erased_at:
        return "registration erased"
    if registration.status not in TRUE_FOR.get(kind, ACTIVE):
        return f"registration {registration.status}"
    if event.cancelled and kind in NOT_WHEN_CANCELLED:
        return "event cancelled"
    if kind == Kind.ORGANISERS and registration.is_unsubscribed:
        return "unsubscribed"
    if kind == Kind.OFFERED and registration.offered_until and at >= registration.offered_until:
        return "offer over"
    if message.announcement and (why := _of_announcement(message, message.announcement, at)):
        return why
    is_over = message.created_at < event.ends_at <= at and kind != Kind.CANCELLED
    return "event over" if is_over else ""


def _of_announcement(message: Message, announcement: Announcement, at: datetime) -> str:
    event, kind = message.event, announcement.kind
    if kind == Kind.EVENT_CANCELLED and not event.cancelled:
        return "event not cancelled"
    if kind == Kind.REMINDER and at >= event.starts_at:
        return "event begun"
    if kind == Kind.REMINDER and event.start_date != announcement.reminds_of:
        return "event moved"
    is_back = kind in OF_PUBLISHING and not differences(announcement, message.language_code)
    return "changed back" if is_back else ""


def _to_staff(message: Message, user: Any, at: datetime) -> str:
    kind, event = message.kind, message.event
    if not user.is_active:
        return "user not active"
    if kind == Kind.NEW_REGISTRATIONS and not told_of(message):
        return "nothing to tell any more"
    if kind != Kind.DEADLINE_PASSED:
        return ""
    if not permissions.may_follow(user, event):
        return "user may not see it any more"
    return "registration open again" if at < event.closes_at or event.cancelled else ""


def _of_invitation(message: Message, invitation: Invitation, at: datetime) -> str:
    if message.event.cancelled:
        return "event cancelled"
    if at >= message.event.starts_at:
        return "event begun"
    if invitation.withdrawn_at:
        return "invitation withdrawn"
    if not _admits(message, invitation, at):
        return "link over"
    is_reminder = message.kind == Kind.INVITATION_REMINDER
    return "answered" if is_reminder and _has_answered(invitation) else ""


def _admits(message: Message, invitation: Invitation, at: datetime) -> bool:
    """Tell whether the letter's link can still be used to register."""
    is_open = at < message.event.closes_at and message.kind != Kind.LATE_LINK
    return is_open or invitation.is_late_link(at)


def _has_answered(invitation: Invitation) -> bool:
    return not Invitation.objects.unanswered().filter(pk=invitation.pk).exists()

"""The reminder of an event: planned when it is published, planned anew when it moves."""

from datetime import datetime

from ...models import Announcement, Event, Message, Status
from .. import outbox


def plan_reminder(event: Event, *, at: datetime) -> None:
    """Plan the reminder of an event, in the publisher's transaction, under the event's lock.

    One that is planned for another time is given up. None is planned whose time has passed, and
    no second one for a day of which guests were reminded.
    """
    planned = event.announcements.standing().filter(kind=Message.Kind.REMINDER, written_at=None)
    send_at = event.remind_at
    for stale in planned.exclude(reminds_of=event.start_date, send_at=send_at):
        outbox.withdraw(stale, at=at)
        Announcement.objects.filter(pk=stale.pk).update(dropped_at=at)
    reminders = event.announcements.standing().filter(reminds_of=event.start_date)
    if send_at and send_at > at and not reminders.exists():
        event.announcements.create(
            kind=Message.Kind.REMINDER,
            reminds_of=event.start_date,
            send_at=send_at,
            statuses=[str(Status.CONFIRMED)],
            created_at=at,
        )

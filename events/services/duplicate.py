"""A copy of an event's page for another date, with nothing of those who were registered."""

from datetime import date
from typing import Any

from wagtail.actions.copy_page import CopyPageAction
from wagtail.coreutils import find_available_slug

from ..models.facts import FACTS

#: What moves along with the start. They are dates on the event's own clocks, as their times are
#: wall times: a change to summer time in between moves nobody's 16:00.
DATES = ("start_date", "end_date", "opens_date", "deadline_date", "letter_date")

#: What is the old event's alone. Its guests know the link for taking part; when a page appears and
#: disappears by itself is decided anew.
LEFT_BEHIND: dict[str, Any] = {
    "cancelled": False,
    "cancellation_reason": "",
    "online_url": "",
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
}


def duplicate(page: Any, start_date: date, *, user: Any) -> Any:
    """Copy a page's newest draft beside it, as a draft that begins on another day; return the copy.

    Its translations are not copied. Raise OverflowError where a date would lie beyond the calendar,
    and Wagtail's CopyPagePermissionError where the user may not add such a page there.
    """
    source, parent = page.get_latest_revision_as_object(), page.get_parent()
    attributes = {
        **_facts(source),
        **moved(source, start_date),
        **LEFT_BEHIND,
        "slug": find_available_slug(parent, source.slug),
    }
    # What a copy of Wagtail's leaves out is given here, and what is left out can't be given.
    source.exclude_fields_in_copy = sorted({*source.exclude_fields_in_copy} - attributes.keys())
    return CopyPageAction(
        source,
        to=parent,
        update_attrs=attributes,
        copy_revisions=False,
        keep_live=False,
        user=user,
    ).execute()


def moved(page: Any, start_date: date) -> dict[str, date | None]:
    """Return a page's dates as they are when it begins on another day."""
    dates = {name: getattr(page if name == "letter_date" else page.facts, name) for name in DATES}
    begins = dates["start_date"]
    shifted = {name: day and begins and day + (start_date - begins) for name, day in dates.items()}
    return shifted | {"start_date": start_date}


def _facts(page: Any) -> dict[str, Any]:
    """Return what holds for the event, which on a translation is not what stands on the page."""
    return {name: getattr(page.facts, name) for name in FACTS}

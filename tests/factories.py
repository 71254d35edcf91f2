"""What tests are made of. Ada organises, Ben edits, Cleo is a guest."""

from datetime import UTC, date, datetime, time

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from events.forms import Entry
from events.models import (
    Event,
    EventIndexPage,
    EventPage,
    Invitation,
    Publication,
    Registration,
    RegistrationField,
)
from events.services import registration as registration_service

#: An instant at which registration for ``event_page()`` is open: five weeks before it.
OPEN_AT = datetime(2027, 2, 1, 12, tzinfo=UTC)

FACTS = {
    "title": "Dialogue meeting",
    "kicker": "Save the date",
    "start_date": date(2027, 3, 11),
    "start_time": time(16),
    "end_time": time(18),
    "deadline_date": date(2027, 2, 26),
    "timezone": "Europe/Copenhagen",
    "venue_name": "Town hall",
    "contact_email": "ada@example.org",
}


def root_page() -> Page:
    return Site.objects.get(is_default_site=True).root_page


def event_index(parent: Page | None = None, **fields) -> EventIndexPage:
    """An index of events; publishing it does nothing that a test needs."""
    index = EventIndexPage(**{"title": "Events"} | fields)
    (parent or root_page()).add_child(instance=index)
    return index


def draft_event_page(parent: Page | None = None, questions=(), **fields) -> EventPage:
    """An event page that was saved but never published. ``questions`` are dicts of field values."""
    page = EventPage(**FACTS | {"live": False, "locale": Locale.get_default()} | fields)
    page.registration_fields = [RegistrationField(**question) for question in questions]
    (parent or event_index()).add_child(instance=page)
    page.save_revision(clean=False)
    return page


@disable_reference_index_auto_update()
def event_page(parent: Page | None = None, questions=(), **fields) -> EventPage:
    """A published event page, with its event; registration is open at ``OPEN_AT``.

    It is as Wagtail's publishing leaves it, but for the log: that saves and validates three times.
    """
    at = timezone.now()
    live = {"live": True, "first_published_at": at, "last_published_at": at}
    page = draft_event_page(parent, questions, **live | fields)
    page.live_revision, page.has_unpublished_changes = page.latest_revision, False
    Page.objects.filter(pk=page.pk).update(
        live_revision=page.live_revision, has_unpublished_changes=False
    )
    page_published.send(EventPage, instance=page, revision=page.live_revision)
    return EventPage.objects.get(pk=page.pk)


def needed(choices: str, **fields) -> dict:
    """A question, ``qwork``, that must be answered; it is one of ``questions``."""
    asked = {"label": "Workshop", "key": "qwork", "field_type": "radio", "required": True}
    return asked | {"choices": choices} | fields


def republished(page: EventPage, questions) -> EventPage:
    """An event page that was published anew with other questions."""
    page = EventPage.objects.get(pk=page.pk)
    page.registration_fields = []
    for question in questions:
        page.registration_fields.create(**question)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def in_danish(page: EventPage, questions) -> EventPage:
    """The page's translation, published with its own words for the questions."""
    danish, _ = Locale.objects.get_or_create(language_code="da")
    return republished(page.copy_for_translation(danish, copy_parents=True), questions)


def registration(event: Event, name: str = "Cleo", **fields) -> Registration:
    """A registration as a guest's post writes it, without its letter."""
    defaults = {
        "publication": event.publication(),
        "email": f"{name.lower()}@example.org",
        "language_code": "en",
        "created_at": OPEN_AT,
    }
    return Registration.objects.create(event=event, name=name, **defaults | fields)


def invitation(event: Event, name: str = "Cleo", **fields) -> Invitation:
    """An invitation without its letter."""
    defaults = {"email": f"{name.lower()}@example.org", "language_code": "en"}
    values = defaults | {"created_at": OPEN_AT} | fields
    return Invitation.objects.create(event=event, name=name, **values)


def register(publication: Publication, entry: Entry, **options) -> Registration:
    """What the service makes of a guest's post, its letter and log entry too."""
    return registration_service.register(publication, entry, **options).registration


def administrator(username: str = "ada"):
    return get_user_model().objects.create_superuser(username, f"{username}@example.org", "secret")


def member(*codenames: str, username: str = "ben"):
    """Somebody with a group of their own, who may enter the admin and has these permissions."""
    group = Group.objects.create(name=username)
    access = Permission.objects.get(codename="access_admin")
    group.permissions.add(access, *Permission.objects.filter(codename__in=codenames))
    user = get_user_model().objects.create_user(username, f"{username}@example.org", "secret")
    user.groups.add(group)
    return user


def organiser(event: Event, *codenames: str, username: str = "ben"):
    """Somebody who organises an event, may edit nothing, and has these permissions of the app."""
    user = member(*codenames, username=username)
    event.organisers.add(user.groups.get())
    return user


def editor(page: Page, *codenames: str, username: str = "ben"):
    """Somebody who may edit a page and all below it, and has these permissions of the app."""
    user = member(*codenames, username=username)
    for action in ("add", "change", "publish"):
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{action}_page"
        )
        GroupPagePermission.objects.create(
            group=user.groups.get(), page=page, permission=permission
        )
    return user

"""A city's site around the invitations: front page, list of events, sender, settings, a group."""

import swapper
from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from events.models import EventIndexPage, EventSettings, Sender
from events.services import organisers
from home.models import HomePage

from . import letter

CITY = "Københavns Kommune"

WELCOME = """
<p>Her finder du vores invitationer til møder og andre arrangementer. Læs, hvad det handler om, og
tilmeld dig inden fristen.</p>
"""

ABOUT = """
<p>Siden er en demonstration: Brevet er ægte, men alle deltagere er opdigtede.</p>
"""

PRIVACY = """
<p>Københavns Kommune er dataansvarlig. Vi bruger dine svar til at planlægge arrangementet og
skrive til dig om det – ikke til andet. Det er en del af vores opgave som myndighed
(databeskyttelsesforordningens artikel 6, stk. 1, litra e). Kun de medarbejdere, der holder
arrangementet, kan se dem.</p>
<p>Du har ret til at se dine oplysninger, få dem rettet eller slettet og gøre indsigelse. Skriv til
den kontakt, der står på invitationen.</p>
<p>Er du utilfreds med, hvordan vi behandler dine oplysninger, kan du klage til
<a href="https://www.datatilsynet.dk">Datatilsynet</a>.</p>
"""


def publish(page: Page) -> None:
    """Publish as an editor does; ``add_child`` alone would tell nobody."""
    page.save_revision().publish()


def name_site() -> HomePage:
    """Give the site its name; return its front page."""
    site = Site.objects.get(is_default_site=True)
    site.site_name = CITY
    site.save()
    settings = EventSettings.for_site(site)
    settings.sender_name, settings.privacy_text = CITY, one_line(PRIVACY)
    settings.save()
    return site.root_page.specific


def add_event_index(front_page: HomePage) -> EventIndexPage:
    index = EventIndexPage(
        title="Arrangementer",
        slug="arrangementer",
        introduction="Kom og vær med. Her er vores invitationer.",
        show_in_menus=True,
        live=False,
    )
    front_page.add_child(instance=index)
    publish(index)
    return index


def write_front_page(front_page: HomePage, index: EventIndexPage) -> None:
    """Say what the site is for, unless somebody has written there already."""
    if front_page.body:
        return
    front_page.title = "Velkommen"
    front_page.body = [
        ("text", one_line(WELCOME)),
        ("next_events", {"heading": "Kommende arrangementer", "index": index, "number": 3}),
        ("text", one_line(ABOUT)),
    ]
    publish(front_page)


def add_sender() -> Sender:
    return Sender.objects.create(**letter.SENDER)


def add_groups(index: EventIndexPage) -> None:
    """The ready groups, of which communications staff may also write below the index."""
    (group, _is_new), *_others = organisers.make_groups()
    group.permissions.add(*_editors_permissions())
    for permission in _page_permissions():
        GroupPagePermission.objects.get_or_create(group=group, page=index, permission=permission)
    for permission in _file_permissions():
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )


def one_line(html: str) -> str:
    """Undo the line breaks that a text has only in this file."""
    return " ".join(html.split()).replace("> <", "><")


def _editors_permissions():
    senders = Q(content_type__app_label="tilmeld", content_type__model="sender")
    settings = Q(content_type__app_label="tilmeld", codename="change_eventsettings")
    return Permission.objects.filter(senders | settings)


def _page_permissions():
    page = swapper.load_model("wagtailcore", "Page")._meta
    codenames = [f"{verb}_{page.model_name}" for verb in ("add", "change", "publish", "lock")]
    return Permission.objects.filter(content_type__app_label=page.app_label, codename__in=codenames)


def _file_permissions():
    codenames = [f"{verb}_{kind}" for verb in ("add", "choose") for kind in ("image", "document")]
    return Permission.objects.filter(codename__in=codenames)

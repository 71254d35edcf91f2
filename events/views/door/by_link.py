"""The door for helpers without an account: whoever holds the link, on the day of the event.

The link is the whole secret, so nothing of it may leave: no referrer, no copy in a cache. Nobody
who does not know it can have a browser post here, and so a post needs no other proof.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ... import permissions
from ...dates import moment
from ...models import Event, LinkReplaced
from ...models.event import DOOR
from ...rules import door as rules
from ...services import looks
from ..caching import keep_private
from ..finding import in_language
from ..notices import notice
from . import pages
from .keeper import Keeper
from .walk_in import walk_in as ask_walk_in

Page = Callable[[HttpRequest, Keeper], HttpResponse]


def _by_link(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Return the view of a page for whoever holds an event's door link."""

    @csrf_exempt  # see above
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def view(request: HttpRequest, token: str) -> HttpResponse:
        response = keep_private(_answer(request, token, page))
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return view


door = _by_link(pages.door)
news = _by_link(pages.news)
walk_in = _by_link(ask_walk_in)


@require_safe
def by_code(request: HttpRequest, event_id: int, code: str) -> HttpResponse:
    """Lead staff who scan a guest's code to the guest; tell everybody else nothing."""
    user = request.user
    if permissions.checks_in(user) and permissions.events_of(user).filter(pk=event_id).exists():
        url = reverse("tilmeld_admin:door", args=[event_id])
        return keep_private(redirect(f"{url}?{urlencode({'code': code})}"))
    return notice(
        request,
        _("A code for the door"),
        _("Show it to those who receive you. There is nothing else to do with it."),
        status=200,
    )


def _answer(request: HttpRequest, token: str, page: Page) -> HttpResponse:
    at = timezone.now()
    try:
        event = Event.objects.select_related("page").by_token(token, purpose=DOOR)
    except LinkReplaced:
        sentence = _("There is a newer one. Ask whoever gave you this one.")
        return notice(request, _("This link no longer works"), sentence, status=410)
    except Event.DoesNotExist:
        sentence = _("A part of the address may be missing. Ask whoever gave you the link.")
        return notice(request, _("This link leads nowhere"), sentence, status=404)
    with in_language(event.publication().language_code), timezone.override(event.zone):
        return _on_the_day(request, event, page, Keeper.with_link(event, at))


def _on_the_day(request: HttpRequest, event: Event, page: Page, keeper: Keeper) -> HttpResponse:
    if not rules.is_open(event.window, keeper.at):
        return _closed(request, event)
    if request.method != "POST":
        told = {"door_link": keeper.door_link}
        action = "tilmeld.view_door_by_link"
        looks.keep(event.logged_on, action, at=keeper.at, user=None, data=told)
    response = page(request, keeper)
    response.headers["Content-Language"] = translation.get_language()
    return response


def _closed(request: HttpRequest, event: Event) -> HttpResponse:
    times = {
        "opens": moment(rules.opens_at(event.window), event),
        "closes": moment(rules.closes_at(event.window), event),
    }
    sentence = _("It works from %(opens)s until %(closes)s.") % times
    return notice(request, _("This link is for the day of the event"), sentence, status=410)

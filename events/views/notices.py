"""Pages of one sentence, where there is nothing else to show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import conf
from ..models import Registration
from .answers import private_page
from .finding import in_language
from .typed import in_post


def notice(
    request: HttpRequest,
    heading: str,
    sentence: str,
    *,
    status: int,
    **more: Any,
) -> HttpResponse:
    """Say one thing, in the language that is active, and keep it out of every cache.

    ``words`` (a publication) tells whom one can ask; ``typed`` is shown back; ``back_url`` and
    ``back_text`` lead on.
    """
    values = {"heading": heading, "sentence": sentence} | more
    return private_page(request, "tilmeld/unavailable.html", values, status=status)


def front_page() -> dict[str, str]:
    """Return where a page leads on to, if nothing is known that were nearer."""
    return {
        "back_url": reverse("wagtail_serve", args=[""]),
        "back_text": _("Go to the front page"),
    }


def unknown_event(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("The event was not found"),
        _("It may have been deleted, or the address may be mistyped."),
        status=404,
        typed=in_post(request.POST),
        **front_page(),
    )


def no_longer_here(request: HttpRequest, **more: Any) -> HttpResponse:
    return notice(
        request,
        _("The invitation is no longer here"),
        _("It has been taken off the site, so one can't register here any more."),
        status=410,
        **front_page(),
        **more,
    )


def no_seat(request: HttpRequest, registration: Registration) -> HttpResponse:
    with in_language(registration.language_code):
        return notice(
            request,
            _("There is nothing to put into your calendar"),
            _("You have no seat at this event. Your registration says how it stands."),
            status=404,
            back_url=reverse("tilmeld:manage", args=[registration.token]),
            back_text=_("See my registration"),
        )


def too_large(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("Your answers are too long to be sent"),
        _("Go back in your browser: what you wrote is still there. Shorten it and send again."),
        status=413,
    )


def file_too_large(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Go back in your browser: what you wrote is still there. Choose a file of at most "
        "%(limit)s MB and send again."
    )
    return notice(
        request,
        _("Your file is too large to be sent"),
        sentence % {"limit": conf.get("FILE_MEGABYTES")},
        status=413,
    )


def unreadable(request: HttpRequest) -> HttpResponse:
    return notice(
        request,
        _("Your answers could not be read"),
        _("Go back in your browser: what you wrote is still there. Then send it again."),
        status=400,
    )

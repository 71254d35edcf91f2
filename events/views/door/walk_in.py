"""Somebody who is not on the list stands at the door."""

from typing import Any
from uuid import uuid4

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ...exceptions import NotEnoughSeats, RegistrationRefused, TooManyPosts
from ...forms import WalkInForm
from ...models import Registration
from ...services import door as service
from ...services import limits
from .. import network
from ..answers import RUSH, private_page
from .keeper import Keeper
from .pages import back


def walk_in(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """Ask for a name; register and check in whoever has it."""
    if request.method != "POST":
        return _ask(request, keeper, _without_tick(WalkInForm(initial={"token": uuid4()})))
    form = WalkInForm(request.POST)
    if not form.is_valid():
        return _ask(request, keeper, _without_tick(form))
    try:
        guest = _register(request, keeper, form.cleaned_data)
    except NotEnoughSeats:
        full = _("There is no seat left. Tick below if the guest can come in all the same.")
        form.add_error("over_capacity", full)
        return _ask(request, keeper, form)
    except TooManyPosts:
        return _wait(request, keeper, _without_tick(form))
    except RegistrationRefused as refusal:
        form.add_error("name", str(refusal))
        return _ask(request, keeper, _without_tick(form))
    except OperationalError:
        form.add_error("name", RUSH)
        return _ask(request, keeper, _without_tick(form), status=503)
    return back(request, keeper, guest)


def _register(request: HttpRequest, keeper: Keeper, given: dict[str, Any]) -> Registration:
    """Staff are known by name; of helpers, who share one link, it is counted how many they add."""
    counted = None if keeper.user else network.at_the_door(request)
    publication = keeper.event.publication()
    return service.walk_in(publication, **given, network=counted, **keeper.known_as)


def _wait(request: HttpRequest, keeper: Keeper, form: WalkInForm) -> HttpResponse:
    told = _(
        "Nobody was registered: too many were added from your network within an hour. What you "
        "wrote is still here. Send it again later, or ask somebody with an account to do it."
    )
    form.add_error("name", told)
    response = _ask(request, keeper, form, status=429)
    response.headers["Retry-After"] = str(limits.seconds_to_next_hour(keeper.at))
    return response


def _without_tick(form: WalkInForm) -> WalkInForm:
    """Nobody is asked about seats before they are lacking."""
    if not form.data.get("over_capacity"):
        form.fields.pop("over_capacity")
    return form


def _ask(
    request: HttpRequest, keeper: Keeper, form: WalkInForm, *, status: int = 200
) -> HttpResponse:
    values = {"keeper": keeper, "event": keeper.event, "form": form}
    return private_page(request, "tilmeld/door/walk_in.html", values, status=status)

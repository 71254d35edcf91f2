"""What staff can do about a letter: let it go, try it or send it again, call it dealt with."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button

from ....models import Message
from .scope import url_of


class Act(NamedTuple):
    """Something to do about a letter. ``name`` is its address's too."""

    name: str
    label: Promise
    icon: str
    is_possible: Callable[[Message], bool]


def _is_held(letter: Message) -> bool:
    return letter.state == Message.State.HELD


def _can_be_tried(letter: Message) -> bool:
    """An address that was mended since has had a letter of its own."""
    to = letter.recipient
    is_same = to is None or to.address_key == letter.address_key
    return letter.state in Message.CAN_TRY_AGAIN and bool(letter.to_address) and is_same


def _can_be_sent(letter: Message) -> bool:
    to = letter.recipient
    return letter.state in Message.CAN_SEND_AGAIN and to is not None and bool(to.email)


RELEASE = Act("release", _("Send it now…"), "mail", _is_held)
RETRY = Act("retry", _("Try again…"), "rotate", _can_be_tried)
SEND_AGAIN = Act("send_again", _("Send again…"), "mail", _can_be_sent)

ACTS = (RELEASE, RETRY, SEND_AGAIN)

SMALL = "button button-small button-secondary"


def buttons(
    letter: Message, *, back: str = "", button: type = Button, small: bool = False
) -> list[Any]:
    """Return a button for each act that is possible; they lead ``back`` afterwards."""
    query = f"?{urlencode({'next': back})}" if back else ""
    return [
        button(
            act.label,
            url=url_of(letter, act.name) + query,
            icon_name=None if small else act.icon,
            classname=SMALL if small else "",
            priority=priority,
        )
        for priority, act in enumerate(ACTS, start=20)
        if act.is_possible(letter)
    ]


def mend_url(letter: Message) -> str:
    """Return where the address is mended that a letter did not reach; nothing where it can't be."""
    guest = letter.registration
    if guest is None or not (letter.needs_attention and guest.is_active):
        return ""
    return reverse("tilmeld_admin:mend_address", args=[letter.event_id, guest.pk])

"""Which groups organise an event, and groups to begin with."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import override
from wagtail.log_actions import log

from .. import permissions
from ..models import Event


def choose(event: Event, groups: Iterable[Group], *, user: Any) -> None:
    """Let these groups, and no others, organise an event."""
    with transaction.atomic():
        event.organisers.set(groups)
        names = ", ".join(event.organisers.order_by("name").values_list("name", flat=True))
        log(event.logged_on, "tilmeld.organisers", user=user, data={"groups": names or "–"})


def make_groups() -> list[tuple[Group, bool]]:
    """Make the ready groups, named in the site's language; return each, and whether it is new.

    A group of that name that is there already is left as it is.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        return [_made(str(name), *rights) for name, rights in permissions.READY_GROUPS.items()]


def _made(name: str, *codenames: str) -> tuple[Group, bool]:
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        access = Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        ours = permissions.given_to_groups().filter(codename__in=codenames)
        group.permissions.set([*access, *ours])
    return group, is_new

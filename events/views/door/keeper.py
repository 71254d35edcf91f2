"""Who stands at the door: staff with an account, or helpers with the event's door link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from ... import permissions
from ...models import Event


@dataclass(frozen=True)
class Keeper:
    """Whoever receives guests at the instant ``at``, where their pages are, and what they may see.

    Without a ``user`` they came by the door link of the number ``door_link``, and see names only.
    """

    event: Event
    at: datetime
    url: str
    news_url: str
    walk_in_url: str
    user: Any = None
    door_link: int | None = None
    sees_needs: bool = False
    sees_registrations: bool = False
    changes_registrations: bool = False

    @classmethod
    def with_account(cls, event: Event, at: datetime, user: Any) -> "Keeper":
        return cls(
            event,
            at,
            url=reverse("tilmeld_admin:door", args=[event.pk]),
            news_url=reverse("tilmeld_admin:door_news", args=[event.pk]),
            walk_in_url=reverse("tilmeld_admin:walk_in", args=[event.pk]),
            user=user,
            sees_needs=permissions.sees_sensitive_answers(user),
            sees_registrations=permissions.sees_registrations(user),
            changes_registrations=permissions.changes_registrations(user),
        )

    @classmethod
    def with_link(cls, event: Event, at: datetime) -> "Keeper":
        token = event.door_token
        return cls(
            event,
            at,
            url=reverse("tilmeld:door", args=[token]),
            news_url=reverse("tilmeld:door_news", args=[token]),
            walk_in_url=reverse("tilmeld:walk_in", args=[token]),
            door_link=event.door_link_version,
        )

    @property
    def known_as(self) -> dict[str, Any]:
        """How services are told who did it, and when."""
        return {"at": self.at, "user": self.user, "door_link": self.door_link}

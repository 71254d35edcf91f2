"""What a button at the door says: who has come, or which tap is taken back."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from ...exceptions import CheckInRefused
from ...models import Registration
from ...services import door as service
from .keeper import Keeper


@dataclass(frozen=True)
class Tap:
    """``come`` is ``12:0,1``: these persons of registration 12; ``undo`` is ``12:<token>:1``."""

    registration: int
    token: UUID
    people: tuple[int, ...] = ()
    is_undo: bool = False

    @classmethod
    def of(cls, post: QueryDict) -> "Tap":
        """Return what was tapped. Raise ValueError for anything else."""
        if undo := post.get("undo"):
            number, token, *person = undo.split(":")
            return cls(int(number), UUID(token), tuple(map(int, person[:1])), True)
        number, people = post.get("come", "").split(":")
        return cls(int(number), UUID(post.get("token", "")), tuple(map(int, people.split(","))))


def carry_out(tap: Tap, keeper: Keeper) -> Registration:
    """Do what was tapped; return the registration. Raise CheckInRefused."""
    known = keeper.event.registrations.unrepeated().unerased()
    registration = known.filter(pk=tap.registration).first()
    if registration is None:
        raise CheckInRefused
    if tap.is_undo:
        person = tap.people[0] if tap.people else None
        service.undo_check_in(registration, tap.token, person=person, **keeper.known_as)
    else:
        service.check_in(registration, tap.people, token=tap.token, **keeper.known_as)
    return registration

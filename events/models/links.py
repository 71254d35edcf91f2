"""What a letter's link holds: a signed number and version, derived and never stored.

Raising the version of a row calls back all links to it that were ever sent. A link made for one
purpose may have a version of its own.
"""

from typing import Any

from django.core import signing
from django.db import models


class LinkReplaced(Exception):
    """The link was good once; a newer letter holds the one that works now."""


class LinkedQuerySet(models.QuerySet[Any]):
    """Rows that a link unlocks."""

    def by_token(self, token: str, *, purpose: str = "") -> Any:
        """Return the row that a link unlocks, be it erased or not.

        A link made for one purpose (``token_for``) serves no other.
        Raise DoesNotExist for a token that is mistyped or forged, LinkReplaced for an older one.
        """
        try:
            number, version = _signer(self.model, purpose).unsign(token).split("-")
        except (signing.BadSignature, ValueError) as error:
            raise self.model.DoesNotExist from error
        row = self.get(pk=number)
        if str(row.version_of(purpose)) != version:
            raise LinkReplaced
        return row


class Linked(models.Model):
    """A row that its link unlocks."""

    LINK_SALT: str
    #: The field that holds the version of links with a purpose, where they have one of their own.
    LINK_VERSIONS: dict[str, str] = {}

    link_version = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        return self.token_for("")

    def token_for(self, purpose: str) -> str:
        """Return what a link holds that does one thing only, so that more eyes may see it."""
        return _signer(type(self), purpose).sign(f"{self.pk}-{self.version_of(purpose)}")

    def version_of(self, purpose: str) -> int:
        number: int = getattr(self, self.LINK_VERSIONS.get(purpose, "link_version"))
        return number


def _signer(model: Any, purpose: str) -> signing.Signer:
    return signing.Signer(salt=model.LINK_SALT + purpose, sep=".")

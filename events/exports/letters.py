"""A download of letters: to whom each went, when, and what became of it."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Message
from ..models.message import MessageQuerySet
from ..templatetags.tilmeld_delivery import why
from .column import Column, Row, on_clocks
from .table import CHUNK

FIELDS = (
    "event__title",
    "kind",
    "language_code",
    "registration__name",
    "invitation__name",
    "to_address",
    "state",
    "reason",
    "attempts",
    "created_at",
    "sent_at",
    "state_at",
)


def letter_columns() -> list[Column]:
    """Return the columns of a download of letters, times on the clocks that are active."""
    local = on_clocks(timezone.get_current_timezone())
    kinds = {value: str(label) for value, label in Message.Kind.choices}
    states = {value: str(label) for value, label in Message.State.choices}
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    return [
        Column(_("Event"), 32, lambda row: row.event__title),
        Column(_("Letter"), 24, lambda row: kinds.get(row.kind, row.kind)),
        Column(_("Language"), 10, lambda row: languages.get(row.language_code, row.language_code)),
        Column(_("Guest"), 28, lambda row: row.registration__name or row.invitation__name),
        Column(_("To"), 32, lambda row: row.to_address),
        Column(_("State"), 16, lambda row: states[row.state]),
        Column(_("Reason"), 32, lambda row: str(why(row))),
        Column(_("Technical reason"), 24, lambda row: row.reason),
        Column(_("Attempts"), 9, lambda row: row.attempts),
        Column(_("Written"), 17, lambda row: local(row.created_at)),
        Column(_("Sent"), 17, lambda row: local(row.sent_at)),
        Column(_("Since"), 17, lambda row: local(row.state_at)),
    ]


def letter_rows(letters: MessageQuerySet, chosen: list[Column]) -> Iterator[Row]:
    """Yield a row a letter, in the queryset's order; one query whatever their number."""
    for record in letters.values_list(*FIELDS, named=True).iterator(chunk_size=CHUNK):
        yield [column.cell(record) for column in chosen]

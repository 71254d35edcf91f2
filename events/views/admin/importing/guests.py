"""What the rows of a list would be as guests' posts: each goes through the event's own form."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....forms import Entry
from ....imports import cells, columns
from ....models import Status
from ....services.registration import ImportRow
from ..by_hand import staff_form

#: Whoever stands so in a list does not come.
GONE = (Status.CANCELLED, Status.LAPSED, Status.REPEATED)


class Guests:
    """Reads rows, given which column holds what."""

    def __init__(self, publication, others, held):
        """``others`` are the questions in the event's other languages; ``held`` maps columns."""
        form = staff_form(publication)
        self.form_class, self.fields = type(form), form.fields
        self.form_class.base_fields = form.fields  # the class was made for this form alone
        self.initial = {"publication": publication.pk}
        self.held = held
        self.questions = {q.key: q for q in publication.questions if q.key in form.fields}
        self.choices = cells.choices_by_key(publication.questions, others)
        self.statuses = cells.statuses_by_key(Status.choices)
        self.max_companions = publication.event.max_companions

    def rows(self, table):
        return [self.row(row) for row in table.rows]

    def row(self, row):
        written = {name: row.cell(column) for column, name in self.held.items()}
        reading = _Reading(self, written)
        return ImportRow(row.line, reading.entry, tuple(reading.problems), reading.waits)


class _Reading:
    """One row: its entry, or its problems, each beginning with the name of what is wrong."""

    def __init__(self, guests, written):
        self.guests, self.written, self.problems = guests, written, []
        self.party = self._tried(_("Companions"), self._companions) or []
        status = self._tried(_("Status"), self._status)
        self.waits = status == Status.WAITING
        form = guests.form_class(self._data(), initial=guests.initial)
        for name, errors in form.errors.items():
            label = guests.fields[name].label if name in guests.fields else ""
            self.problems += [f"{label}: {error}" if label else error for error in errors]
        self.entry = self._as_written() if self.problems else self._complete(form.entry())

    def cell(self, name):
        return self.written.get(name, "")

    @property
    def name(self):
        names = (columns.NAME, columns.FIRST_NAME, columns.LAST_NAME)
        return cells.name_of(*map(self.cell, names))

    @property
    def email(self):
        return cells.address_of(self.cell(columns.EMAIL))

    def _data(self):
        answers = {}
        for key, question in self.guests.questions.items():
            if cell := self.cell(key):
                answers[key] = self._tried(question.label, self._answer, cell, question)
        return answers | self._party() | {"name": self.name, "email": self.email}

    def _answer(self, cell, question):
        return cells.answer_of(cell, question, self.guests.choices.get(question.key, {}))

    def _party(self):
        if not self.guests.form_class.companion_names:
            return {"companions": str(len(self.party) or "")}
        named = enumerate(filter(None, self.party), start=1)
        names = {f"companion_{number}": name for number, name in named}
        return {"companions": "on" if names else ""} | names

    def _companions(self):
        found = cells.companions_of(self.cell(columns.COMPANIONS), self.cell(columns.SEATS))
        if len(found) > (most := self.guests.max_companions):
            sentence = ngettext(
                "A guest can bring %(number)d person at most.",
                "A guest can bring %(number)d people at most.",
                most,
            )
            raise ValidationError(sentence % {"number": most})
        return found

    def _status(self):
        status = cells.status_of(self.cell(columns.STATUS), self.guests.statuses)
        if status in GONE:
            sentence = _("The list says “%(status)s”.")
            raise ValidationError(sentence % {"status": Status(status).label})
        return status

    def _tried(self, label, read, *args):
        """Return what is read, or None and keep why it can't be."""
        try:
            return read(*args)
        except ValidationError as refusal:
            self.problems += [f"{label}: {sentence}" for sentence in refusal.messages]
            return None

    def _complete(self, entry):
        """With the companions whose names the list does not hold."""
        unnamed = len(self.party) - len(entry.companions)
        return replace(entry, companions=(*entry.companions, *[""] * unnamed))

    def _as_written(self):
        return Entry(self.name, self.email, tuple(self.party), {}, {}, None)

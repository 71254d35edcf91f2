"""Which list is imported, and what its columns hold."""

import json

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....forms.text import clean_line
from ....imports import (
    EmptyList,
    Row,
    Table,
    TooManyRows,
    UnreadableList,
    columns,
    guess,
    read_file,
    read_text,
)
from .. import if_full
from ..invitations.forms import ROOM_FOR_THE_REST, LanguageForm

#: So many rows are taken at once, and so many cells of a column are shown as examples.
ROWS, EXAMPLES = 5_000, 3


def pack(table):
    """Return a table as it travels from page to page."""
    return json.dumps([table.headings, table.rows])


def unpack(text):
    """Return the table that travelled, or raise UnreadableList."""
    try:
        headings, rows = json.loads(text)
        found = [Row(int(line), tuple(map(str, written))) for line, written in rows]
        return Table(None if headings is None else tuple(map(str, headings)), found)
    except (ArithmeticError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableList from error


def check(table):
    """Raise UnreadableList for what is too much to be registered at once, or too little."""
    if len(table.rows) > ROWS:
        raise TooManyRows(ROWS)
    if not table.rows:
        raise EmptyList
    return table


class SourceForm(forms.Form):
    """A list of guests, pasted or as a file; ``table`` is what it holds."""

    file = forms.FileField(
        label=gettext_lazy("A file"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV, with headings in its first row."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        required=False,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the rows"),
        help_text=gettext_lazy("As you copy them from a spreadsheet, with their headings."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        required=False,
        strip=False,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        return self._read(lambda: read_file(file, file.name)) if file else None

    def clean_text(self):
        text = self.cleaned_data["text"]
        return self._read(lambda: read_text(text)) if text.strip() else None

    def clean(self):
        if self.errors:
            return
        self.table = self.cleaned_data["file"] or self.cleaned_data["text"]
        if self.table is None:
            raise ValidationError(_("Choose a file, or paste the rows."))
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if limit and len(pack(self.table)) > limit - ROOM_FOR_THE_REST:
            raise ValidationError(_("The list is too long. Divide it, and add one part at a time."))

    def _read(self, read):
        try:
            return check(read())
        except UnreadableList as refusal:
            raise ValidationError(str(refusal)) from refusal


class ColumnsForm(LanguageForm):
    """What each column of a list holds, and what staff decide about all rows."""

    table = forms.CharField(widget=forms.HiddenInput, strip=False)
    letter = forms.BooleanField(
        label=gettext_lazy("Send each a letter"),
        help_text=gettext_lazy(
            "The letters leave one after the other. Whoever has no address gets none."
        ),
        required=False,
    )

    def __init__(self, *args, event, table, targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letter"].initial = True
        self.list, self.targets = table, targets
        self.columns = self._columns()
        self.fields |= self.columns | if_full.fields(event, if_full.FOR_MANY)
        self.order_fields([*self.columns, "language", "if_full", "letter"])

    @property
    def held(self):
        """Which column holds what. The form must be valid."""
        chosen = {_number(name): self.cleaned_data[name] for name in self.columns}
        return {column: name for column, name in chosen.items() if name}

    @property
    def left_out(self):
        """The names of the columns that hold nothing that is taken."""
        return [field.label for name, field in self.columns.items() if not self.cleaned_data[name]]

    def clean(self):
        chosen = [name for each in self.columns if (name := self.cleaned_data.get(each))]
        if not {columns.NAME, columns.FIRST_NAME, columns.LAST_NAME} & set(chosen):
            self.add_error(None, _("Say which column holds the names."))
        labels = {target.name: target.label for target in self.targets}
        for name in sorted({name for name in chosen if chosen.count(name) > 1}):
            sentence = _("Several columns are said to hold “%(label)s”. Choose one of them.")
            self.add_error(None, sentence % {"label": labels[name]})

    def _columns(self):
        width = max(len(row.cells) for row in self.list.rows)
        guessed = guess(self.list.headings or (), self.targets)
        choices = [("", _("Leave out")), *((each.name, each.label) for each in self.targets)]
        fields = {}
        for column in range(width):
            if examples := self._examples(column):
                fields[f"column_{column}"] = forms.ChoiceField(
                    label=self._heading(column),
                    help_text=", ".join(examples),
                    choices=choices,
                    initial=guessed.get(column, ""),
                    required=False,
                )
        return fields

    def _heading(self, column):
        above = self.list.headings or ()
        heading = clean_line(above[column])[:100] if column < len(above) else ""
        return heading or _("Column %(number)d") % {"number": column + 1}

    def _examples(self, column):
        filled = (cell for row in self.list.rows if (cell := clean_line(row.cell(column)[:200])))
        return [cell[:40] for cell, _row in zip(filled, range(EXAMPLES), strict=False)]


def _number(name):
    return int(name.removeprefix("column_"))

"""What staff write down to invite people or to let one in late."""

import csv
import io

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from ....forms.formats import WHOLE_ADDRESS, EmailField, NameField
from ....imports import UnreadableList, people, read_file, read_text
from ....rules.window import instant

#: What a form may hold besides the list, when it is sent.
ROOM_FOR_THE_REST = 10_000


class LanguageForm(forms.Form):
    """Asks for the language of letters, where there is a choice."""

    language = forms.ChoiceField(
        label=_("Language"), help_text=_("The letters and the form are in it.")
    )

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = languages
        language.initial = languages[0][0] if languages else None
        if len(languages) < 2:
            language.widget = forms.HiddenInput()


class ListForm(LanguageForm):
    """A list of people, pasted, as a file, or both. ``people`` are those who are in it."""

    text = forms.CharField(
        label=_("People"),
        help_text=_(
            "Paste them from Excel, from a mail program, or write one on each line: "
            "Cleo Jensen <cleo@example.org>. A name is not needed, an address is."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_("An Excel workbook (.xlsx) or CSV with a column for e-mail addresses."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        required=False,
        allow_empty_file=True,
    )
    field_order = ["text", "file", "language"]

    def clean_text(self):
        text = self.cleaned_data["text"]
        return self._people(lambda: read_text(text)) if text.strip() else []

    def clean_file(self):
        file = self.cleaned_data["file"]
        return self._people(lambda: read_file(file, file.name)) if file else []

    def clean(self):
        if self.errors:
            return
        self.people = [*self.cleaned_data["text"], *self.cleaned_data["file"]]
        if not self.people:
            self.add_error("text", _("Paste the people, or choose a file."))
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if limit and len(self.as_text().encode()) > limit - ROOM_FOR_THE_REST:
            self.add_error(None, _("The list is too long. Divide it, and add one part at a time."))

    def as_text(self):
        """The list as one can send it again; it is read as it was read before."""
        text = io.StringIO()
        lines = csv.writer(text, delimiter="\t", lineterminator="\n")
        lines.writerow(["name", "e-mail"])
        lines.writerows((person.name, person.email) for person in self.people)
        return text.getvalue()

    def _people(self, read):
        try:
            return list(people(read()))
        except UnreadableList as refusal:
            raise ValidationError(str(refusal)) from refusal


class LateLinkForm(LanguageForm):
    """Whom to let in late, and until when on the event's own clocks."""

    name = NameField(label=_("Name"), error_messages={"required": _("Write the guest's name.")})
    email = EmailField(label=_("E-mail"), error_messages={"required": WHOLE_ADDRESS})
    date = forms.DateField(
        label=_("The link works until"),
        widget=AdminDateInput,
        error_messages={"required": _("Choose a day.")},
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=AdminTimeInput,
        error_messages={"required": _("Choose a time.")},
    )
    over_capacity = forms.BooleanField(
        label=_("Also when all seats are taken"),
        help_text=_("The guest gets a seat in any case, one more than there are if need be."),
        required=False,
    )
    field_order = ["name", "email", "date", "time", "over_capacity", "language"]

    def until(self, zone):
        """The instant at which the link ends. The form must be valid."""
        return instant(self.cleaned_data["date"], self.cleaned_data["time"], zone, last=True)

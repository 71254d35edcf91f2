"""What staff write down to write to guests: to whom, what, and when it leaves."""

from django import forms
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from ....forms.text import clean_line
from ....models import Announcement, Status
from ....models.options import every_choice
from ....models.registration_query import ACTIVE
from ....rules import door, placeholders
from ....rules.window import instant, is_skipped

#: A longer text would be cut by mail programs.
TEXT_LENGTH = 10_000


class MessageForm(WagtailAdminModelForm):
    """To whom, and what. A choice of a sensitive question can't be asked for."""

    statuses = forms.MultipleChoiceField(
        label=_("To those who are"),
        choices=[(status.value, status.label) for status in ACTIVE],
        initial=[Status.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose whom you write to.")},
    )
    chosen = forms.ChoiceField(
        label=_("Only to those who chose"),
        help_text=_("Sensitive questions can't be chosen here."),
        required=False,
    )

    has_come = forms.TypedChoiceField(
        label=_("Only to those who"),
        choices=[
            ("", _("Came, or did not come")),
            ("yes", _("Came")),
            ("no", _("Did not come")),
        ],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
    )

    tag = forms.ChoiceField(label=_("Only to those with the tag"), required=False)

    class Meta:
        model = Announcement
        fields = ["subject", "text"]

    field_order = ["statuses", "chosen", "has_come", "tag", "subject", "text"]

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.instance.choice
        self.choices = ({_name(kept): kept} if kept else {}) | choices_of(self.instance.event)
        everyone = [("", _("Whatever they chose"))]
        self.fields["chosen"].choices = everyone + [(key, key) for key in self.choices]
        if not self.choices:
            del self.fields["chosen"]
        if self.instance.has_come is None and at < door.opens_at(self.instance.event.window):
            del self.fields["has_come"]
        self._offer_tags()
        self.fields["subject"].required = self.fields["text"].required = True
        self.fields["subject"].error_messages["required"] = _("Write a subject.")
        self.fields["text"].error_messages["required"] = _("Write a text.")
        if self.instance.pk:
            self.initial["statuses"] = self.instance.statuses
            self.initial["has_come"] = {True: "yes", False: "no"}.get(self.instance.has_come)
            self.initial["tag"] = self.instance.tag
            self.initial["chosen"] = _name(self.instance.choice) if self.instance.choice else ""

    def _offer_tags(self):
        """Offer those there are, and the one that was chosen, should nobody have it any more."""
        names = [tag.name for tag in self.instance.event.tags.all()]
        chosen = filter(None, [self.instance.tag, self.initial.get("tag")])
        found = list(dict.fromkeys([*names, *chosen]))
        everyone = [("", _("With or without a tag"))]
        self.fields["tag"].choices = everyone + [(name, name) for name in found]
        if not found and not self.data.get("tag"):
            del self.fields["tag"]

    def clean_subject(self):
        subject = clean_line(self.cleaned_data["subject"])
        if unknown := placeholders.problem(escape(subject)):
            raise forms.ValidationError(unknown)
        return subject

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not strip_tags(text).strip():
            raise forms.ValidationError(_("Write a text."))
        if len(text) > TEXT_LENGTH:
            raise forms.ValidationError(
                _("The text is too long for a letter. Shorten it, or link to a page.")
            )
        if unknown := placeholders.problem(text):
            raise forms.ValidationError(unknown)
        return text

    def clean(self):
        super().clean()
        self.instance.statuses = self.cleaned_data.get("statuses", [])
        self.instance.has_come = self.cleaned_data.get("has_come")
        self.instance.tag = self.cleaned_data.get("tag", "")
        self.instance.choice = self.choices.get(self.cleaned_data.get("chosen", ""))


class SendForm(forms.Form):
    """Now, or at a day and time on the event's own clocks."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("Now")), (LATER, _("Later"))],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    date = forms.DateField(label=_("Day"), widget=AdminDateInput, required=False)
    time = forms.TimeField(label=_("Time"), widget=AdminTimeInput, required=False)

    def __init__(self, *args, zone, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone, self.at = zone, at

    def clean(self):
        if self.errors or self.cleaned_data["when"] == self.NOW:
            return
        day, wall_time = self.cleaned_data["date"], self.cleaned_data["time"]
        if day is None or wall_time is None:
            self.add_error("date" if day is None else "time", _("Choose a day and a time."))
        elif is_skipped(day, wall_time, self.zone):
            self.add_error("time", _("The clocks skip this time. Choose another."))
        elif self.send_at <= self.at:
            self.add_error("date", _("Choose a time that lies ahead."))

    @property
    def send_at(self):
        """The instant that was chosen, or None for now. The form must be valid."""
        if self.cleaned_data["when"] == self.NOW:
            return None
        return instant(self.cleaned_data["date"], self.cleaned_data["time"], self.zone)


def choices_of(event):
    """Return what guests can choose, as announcements keep it, by what staff read.

    A question that is sensitive in any language is so in all of them.
    """
    first, *others = [publication.questions for publication in event.publications_now()]
    sensitive = {question.key for question, _ in event.questions_ever_asked() if question.sensitive}
    asked = [question for question in first if question.key not in sensitive]
    kept = [
        {"question": question.key, "label": question.label, "words": list(words)}
        for question, _choice, words in every_choice(asked, others)
    ]
    return {_name(choice): choice for choice in kept}


def _name(choice):
    return f"{choice['label']}: {choice['words'][0]}"

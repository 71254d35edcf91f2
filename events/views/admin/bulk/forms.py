"""What is chosen besides, where something is done with many registrations."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ....models import Tag
from ....rules.identity import name_key
from ..download import DownloadForm
from ..endings import CancelForm
from ..notes import TagForm


class ActForm(forms.Form):
    """Nothing; ``action`` is the page that asks."""

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action

    @property
    def options(self):
        return self.cleaned_data


class CancelManyForm(ActForm, CancelForm):
    pass


class DownloadManyForm(ActForm, DownloadForm):
    pass


class TagManyForm(ActForm, TagForm):
    pass


class WriteManyForm(TagManyForm):
    """A tag that nobody else has: it stands for those who are written to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        when = date_format(localtime(self.action.at), "SHORT_DATETIME_FORMAT")
        self.fields["name"].initial = _("Message %(when)s") % {"when": when.replace(",", "")}
        self.fields["name"].help_text = _("They get this tag, and the message goes to it.")

    def clean_name(self):
        name = super().clean_name()
        others = self.action.event.registrations.filter(tags__name_key=name_key(name))
        chosen = {each.pk for each in self.action.fit}
        if not chosen.issuperset(others.values_list("pk", flat=True)):
            raise ValidationError(_("Others have this tag, and would get it too. Write another."))
        planned = self.action.event.announcements.open(self.action.at).values_list("tag", flat=True)
        if name_key(name) in map(name_key, planned):
            raise ValidationError(_("A message that has not left goes to this tag. Write another."))
        return name


class UntagManyForm(ActForm):
    name = forms.ModelChoiceField(Tag.objects.none(), label=gettext_lazy("Tag"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].queryset = self.action.event.tags.all()

    @property
    def options(self):
        return {"name": self.cleaned_data["name"].name}


class GiveSeatsForm(ActForm):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It is kept in the history, and erased with the registration."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why these guests get a seat now.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = bool(self.action.passed_over)


class EraseManyForm(ActForm):
    """The number, typed by whoever knows what is going to happen."""

    number = forms.IntegerField(
        label=gettext_lazy("Number of registrations"),
        help_text=gettext_lazy("Write the number to confirm."),
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )
    options = {}

    def clean_number(self):
        expected = len(self.action.fit)
        if self.cleaned_data["number"] != expected:
            words = ngettext(
                "There is %(number)d registration. Write that number.",
                "There are %(number)d registrations. Write that number.",
                expected,
            )
            raise ValidationError(words % {"number": expected})
        return expected

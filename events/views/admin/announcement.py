"""After publishing: what changed, the letter that tells it, and whether guests get it."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ... import emails, permissions
from ...models import Message, Status
from ...services import announcements
from .scope import OfEvent


class TellForm(forms.Form):
    """An editor's own words in the letter, and which state of affairs they have seen."""

    text = forms.CharField(
        label=gettext_lazy("Your own words"),
        help_text=gettext_lazy("They stand in the letter. You may leave this empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_text(self):
        """Return paragraphs of HTML in which nothing typed is markup."""
        text = self.cleaned_data["text"]
        return linebreaks(text, autoescape=True) if text else ""


@dataclass(frozen=True)
class Version:
    """What is told to those who read one language: how many they are, what changed, the letter."""

    language: str
    number: int
    differences: list[emails.Difference]
    letter: emails.Letter


class AnnouncementView(OfEvent, WagtailAdminTemplateMixin, FormView):
    """Asks an editor whether guests are told; whoever decides first has decided."""

    template_name = "tilmeld/admin/announcement.html"
    page_title = gettext_lazy("Tell the guests?")
    header_icon = "mail"
    form_class = TellForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = self.event.announcements.of_publishing()
        self.announcement = get_object_or_404(found, pk=kwargs["pk"])
        self.announcement.event = self.event

    def dispatch(self, request, *args, **kwargs):
        if not permissions.tells_guests(request.user, self.event):
            raise PermissionDenied
        if not self._is_open:
            messages.warning(request, _("This has been decided already."))
            return redirect(self.next_url)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": self._state}

    def form_valid(self, form):
        text = self.announcement.text = form.cleaned_data["text"]
        tell = "tell" in self.request.POST
        if not tell and "leave" not in self.request.POST:
            return self.form_invalid(form)
        if form.cleaned_data["seen"] != self._state:
            return self._look_again()
        about = {"tell": tell, "at": self.at, "user": self.request.user, "text": text}
        if not announcements.decide(self.announcement, **about):
            return self._look_again()
        self._confirm(tell)
        return redirect(self.next_url)

    def _confirm(self, tell):
        sent = _("The letters are on their way.")
        messages.success(self.request, sent if tell else _("The guests are not told."))
        number = self.announcement.unreachable if tell else 0
        if number:
            sentence = ngettext(
                "%(number)d guest has no e-mail address: call them.",
                "%(number)d guests have no e-mail address: call them.",
                number,
            )
            messages.warning(self.request, sentence % {"number": number}, buttons=self._to_call())

    def _to_call(self):
        """The way to what was not sent, for those who may see the letters."""
        if not self.request.user.has_perm("tilmeld.view_registration"):
            return []
        query = {"state": Message.State.CANCELLED, "kind": self.announcement.kind}
        url = reverse("tilmeld_admin:letters", args=[self.event.pk], query=query)
        return [messages.button(url, _("See who"))]

    @property
    def next_url(self):
        """The next question about this event, or else the list of events."""
        question = question_url(self.request.user, self.event, self.at)
        return question or reverse("tilmeld_admin:events")

    def get_context_data(self, **kwargs):
        versions = self.versions
        small = all(each.is_small for version in versions for each in version.differences)
        return super().get_context_data(
            announcement=self.announcement,
            versions=versions,
            number=sum(version.number for version in versions),
            unreachable=self.announcement.unreachable,
            statuses=self._statuses(),
            is_small=small,
            later=reverse("tilmeld_admin:events"),
            **kwargs,
        )

    @cached_property
    def versions(self):
        """The announcement in each language in which somebody reads it."""
        readers = Counter(self.announcement.recipients().values_list("language_code", flat=True))
        return [self._version(code, number) for code, number in readers.most_common()]

    def _version(self, code, number):
        letter = emails.sample_of(self.announcement, code, at=self.at)
        differences = emails.differences(self.announcement, code)
        return Version(dict(settings.LANGUAGES).get(code, code), number, differences, letter)

    def _statuses(self):
        """How many of the recipients stand how, in words."""
        found = Counter(self.announcement.recipients().values_list("status", flat=True))
        return [(Status(status).label, number) for status, number in found.most_common()]

    def _look_again(self):
        messages.warning(self.request, _("Something has changed meanwhile. Look at it again."))
        return redirect(self.request.path)

    @property
    def _is_open(self):
        undecided = self.announcement.send_at is None and self.announcement.dropped_at is None
        return undecided and self.at < self.event.ends_at

    @property
    def _state(self):
        return self.announcement.created_at.isoformat()


def question_url(user, event, at):
    """Where the user decides the oldest question about an event that is not over, or None."""
    undecided = event.announcements.of_publishing().undecided().order_by("pk").first()
    if undecided is None or at >= event.ends_at or not permissions.tells_guests(user, event):
        return None
    return reverse("tilmeld_admin:announcement", args=[event.pk, undecided.pk])

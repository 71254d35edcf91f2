"""The registration form in the hands of staff: for who telephoned, and for what they changed."""

from dataclasses import replace

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ... import permissions
from ...exceptions import NotEnoughSeats, OptionsTaken, RegistrationRefused
from ...rules.capacity import Room
from ...services import registration as service
from ...services.registration import IfFull
from ..manage.change import known_answers
from ..public import registration_form
from ..register import tell_taken
from . import acts, if_full
from .scope import OfEvent


def staff_form(publication, **options):
    """Return the event's own form, in which staff need not answer all that guests must."""
    form = registration_form(publication, Room(None), trap=False, **options)
    form.fields.pop("consent", None)
    for question in publication.questions:
        if not question.has_answer:
            del form.fields[question.key]
    _reword(form.fields)
    return form


class ByHand(WagtailAdminTemplateMixin, FormView):
    """The event's own form. Staff need not answer all that guests must, and may over-book."""

    template_name = "tilmeld/admin/by_hand.html"
    letter_label = gettext_lazy("Send the guest a letter")
    if_full_words = if_full.FOR_ONE
    companions = ()

    def get_form(self, form_class=None):
        sent = {"data": self.request.POST, "uploads": self.request.FILES}
        form = staff_form(
            self.publication,
            companions=self.companions,
            initial=self.get_initial(),
            **(sent if self.request.method == "POST" else {}),
        )
        form.fields |= self.decisions()
        return form

    def decisions(self):
        """What staff decide besides the guest's own answers."""
        fields = {"letter": forms.BooleanField(label=self.letter_label, required=False)}
        fields["letter"].initial = True
        return if_full.fields(self.event, self.if_full_words) | fields

    def form_valid(self, form):
        try:
            return self.take(form, if_full.chosen(form), form.cleaned_data["letter"])
        except OptionsTaken as refusal:
            tell_taken(form, refusal)
        except NotEnoughSeats as refusal:
            if_full.tell(form, refusal)
        except RegistrationRefused as refusal:
            form.add_error(None, str(refusal))
        return self.form_invalid(form)


class RegisterView(OfEvent, ByHand):
    """Registers a guest who telephoned, wrote, or stands at the door."""

    permission_required = "change"
    page_title = gettext_lazy("Register a guest")
    header_icon = "plus"

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.can_register else self._too_late()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.can_register else self._too_late()

    @property
    def can_register(self):
        return service.can_register(self.event, self.at)

    @cached_property
    def publication(self):
        return self.event.publication(self.request.GET.get("language"))

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["email"].help_text = _("Leave it empty for a guest without one.")
        return form

    def take(self, form, if_full, letter):
        user, entry = self.request.user, form.entry()
        guest = service.register_by_hand(
            self.publication, entry, at=self.at, user=user, if_full=if_full, letter=letter
        )
        url = reverse("tilmeld_admin:registration", args=[self.event.pk, guest.pk])
        see = messages.button(url, _("See the registration"))
        told = self._told(guest) % {"name": guest.name}
        messages.success(self.request, told, buttons=[see])
        return redirect(self.request.get_full_path() if self._adds_another else self.list_url)

    @property
    def _adds_another(self):
        return "another" in self.request.POST

    def _told(self, guest):
        if guest.is_waiting:
            return _("%(name)s is on the waiting list.")
        return _("%(name)s is registered.")

    def _too_late(self):
        messages.warning(self.request, _("The event is over or cancelled."))
        return redirect(self.list_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            back=self.list_url, languages=self._other_languages(), **kwargs
        )

    def _other_languages(self):
        """The languages in which the guest might rather be written to, with their links."""
        codes = [each.language_code for each in self.event.publications_now()]
        return [
            (f"?language={code}", get_language_info(code)["name_translated"])
            for code in codes
            if code != self.publication.language_code
        ]


class ChangeView(ByHand, acts.ActView):
    """Changes what a guest answered, and how many come; what was there before is kept."""

    act = acts.CHANGE
    impossible = gettext_lazy("This registration can't be changed any more.")
    page_title = gettext_lazy("Change answers")
    if_full_words = {
        value: words for value, words in if_full.FOR_ONE.items() if value != IfFull.WAIT
    }

    @cached_property
    def publication(self):
        return self.event.publication(self.registration.language_code)

    @property
    def companions(self):
        return self.registration.companions

    def get_initial(self):
        return known_answers(self.registration)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        for name in ("email", *self.hidden):
            form.fields.pop(name, None)
        return form

    @cached_property
    def hidden(self):
        """The questions whose answers this user may not see, and those that depend on them.

        They stay as they are.
        """
        guest, withheld = self.registration, permissions.Withheld(self.request.user, self.event)
        asked = self.publication.questions
        keys = [*guest.given, *(each.key for each in asked)]
        hidden = {key for key in keys if withheld.answer(guest, key)}
        for each in asked:  # what depends on another stands below it
            if each.shown_when and each.shown_when.question in hidden:
                hidden.add(each.key)
        return hidden

    def take(self, form, if_full, letter):
        overbook = if_full == IfFull.OVERBOOK
        changed = service.change(
            self.registration,
            self.publication,
            self._with_hidden(form.entry()),
            at=self.at,
            user=self.request.user,
            letter=letter,
            overbook=overbook,
        )
        return self.done(_("The answers are changed.") if changed else _("Nothing was changed."))

    def _with_hidden(self, entry):
        kept = {
            name: {k: v for k, v in getattr(self.registration, name).items() if k in self.hidden}
            for name in ("answers", "sensitive_answers")
        }
        return replace(
            entry,
            answers=entry.answers | kept["answers"],
            sensitive_answers=entry.sensitive_answers | kept["sensitive_answers"],
        )


def _reword(fields):
    """Ask whoever registers another of them, and for no more than they know."""
    for name, field in fields.items():
        field.required = name == "name"
        condition = getattr(field, "condition", "")
        field.help_text = f"{condition} {field.help_text}".strip()
    fields["name"].error_messages["required"] = _("Write a name.")
    if "companions" in fields:
        fields["companions"].label = _("Companions")
    if "companion_1" in fields:
        fields["companion_1"].help_text = ""

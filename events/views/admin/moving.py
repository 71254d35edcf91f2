"""Moving a guest to another event, once staff know what goes along and whether there are seats."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ... import permissions
from ...dates import when
from ...exceptions import NothingToChange, RegistrationRefused
from ...services import registration as service
from . import acts, if_full


class EventChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, event):
        return f"{event.title}, {when(event)}"


class ChooseForm(forms.Form):
    """Where to."""

    to = EventChoiceField(queryset=None, label=gettext_lazy("To which event"), empty_label=None)

    def __init__(self, *args, events, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = events


class MoveForm(forms.Form):
    letter = forms.BooleanField(
        label=gettext_lazy("Send a letter"),
        help_text=gettext_lazy("It says that you moved the registration, and has the new link."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, event, fits, **kwargs):
        super().__init__(*args, **kwargs)
        if not fits:
            self.fields = if_full.fields(event) | self.fields


class MoveView(acts.ActView):
    """Asks which event first, then shows what moving there means."""

    act = acts.MOVE
    impossible = gettext_lazy("This registration can't be moved any more.")
    page_title = gettext_lazy("Move to another event")

    @cached_property
    def events(self):
        """Those that are still to come and that the user may register guests for."""
        events = permissions.events_of(self.request.user)
        coming = events.filter(cancelled=False, ends_at__gt=self.at)
        return coming.exclude(pk=self.event.pk)

    @cached_property
    def target(self):
        form = ChooseForm(self.request.GET, events=self.events)
        return form.cleaned_data["to"] if form.is_valid() else None

    @cached_property
    def publication(self):
        return self.target.publication(self.registration.language_code)

    def get_template_names(self):
        return ["tilmeld/admin/move.html" if self.target else "tilmeld/admin/move_choose.html"]

    def get_form(self, form_class=None):
        if self.target is None:
            return ChooseForm(self.request.GET or None, events=self.events)
        sent = self.request.POST if self.request.method == "POST" else None
        fits = not self.full and self.room.fits(self._size)
        return MoveForm(sent, event=self.target, fits=fits)

    def form_valid(self, form):
        if self.target is None:
            return redirect(self.url_of("move"))
        try:
            return self._moved(self._move(form))
        except NothingToChange:
            return self.turned_away()
        except RegistrationRefused as refusal:
            if_full.tell(form, refusal)
            return self.form_invalid(form)

    def _move(self, form):
        return service.move(
            self.registration,
            self.publication,
            at=self.at,
            user=self.request.user,
            if_full=if_full.chosen(form),
            letter=form.cleaned_data["letter"],
        )

    def _moved(self, guest):
        told = _("%(name)s is registered for “%(event)s” now.")
        if guest.is_waiting:
            told = _("%(name)s is on the waiting list of “%(event)s” now.")
        values = {"name": guest.name, "event": self.target.title}
        messages.success(self.request, told % values)
        return redirect(reverse("tilmeld_admin:registration", args=[guest.event_id, guest.pk]))

    # -------------------------------------------------------------- what it means

    def get_context_data(self, **kwargs):
        meaning = self._meaning() if self.target else {"none": not self.events.exists()}
        return super().get_context_data(**meaning, **kwargs)

    @cached_property
    def carried(self):
        return service.carry(self.registration, self.publication)

    @cached_property
    def room(self):
        return self.target.room()

    @cached_property
    def full(self):
        """The choices that would go along, and have too few seats there."""
        given = self.carried.answers | self.carried.sensitive_answers
        chosen = self.target.options.chosen(given)
        return [each.choice for each in self.room.taken_among(chosen, self._size)]

    @property
    def _size(self):
        return self.registration.party_size

    def _meaning(self):
        carried = self.carried
        withheld = permissions.Withheld(self.request.user, self.event)
        lost = [q for q in carried.lost if not withheld.answer(self.registration, q.key)]
        return {
            "target": self.target,
            "kept": len(carried.kept),
            "lost": [question.label for question in lost],
            "hidden": len(carried.lost) - len(lost),
            "seats_left": self.room.seats_left,
            "full": self.full,
            "too_many": self._size - 1 > self.target.max_companions,
        }

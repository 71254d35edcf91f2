"""Giving a seat to somebody who waits, or whose offer is over, once staff know what it means."""

from dataclasses import dataclass
from typing import Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...exceptions import AlreadyRegistered, NotEnoughSeats, NotWaiting, OptionsTaken
from ...models import Registration
from ...services import registration as service
from . import acts


@dataclass(frozen=True)
class Meaning:
    """What a seat for somebody would mean now.

    How many are ahead in line, how many seats are left (None without a limit), how many are
    ``missing`` for the party, and which of its choices are ``full``.
    """

    ahead: int = 0
    seats_left: int | None = None
    missing: int = 0
    full: tuple[str, ...] = ()

    @classmethod
    def of(cls, registration: Registration) -> Self:
        if registration.is_offered:  # the seats are kept already
            return cls()
        event, party_size = registration.event, registration.party_size
        room = event.room()
        full = room.taken_among(event.options.chosen(registration.given), party_size)
        missing = 0 if room.seats_left is None else max(0, party_size - room.seats_left)
        return cls(
            _ahead_of(registration), room.seats_left, missing, tuple(each.choice for each in full)
        )

    @property
    def is_over_capacity(self) -> bool:
        return bool(self.missing or self.full)

    @property
    def needs_reason(self) -> bool:
        return bool(self.ahead or self.is_over_capacity)


def _ahead_of(registration: Registration) -> int:
    if registration.is_waiting:
        return registration.place_in_line() - 1
    return registration.event.registrations.in_line().count()


class GiveSeatForm(forms.Form):
    """A reason, and consent to over-booking, each required only where it is needed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept in the history, and erased with the registration."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why this guest gets a seat now.")},
    )
    over_capacity = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick the box, or wait until seats come free.")}
    )

    def __init__(self, *args, meaning, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = meaning.needs_reason
        if meaning.is_over_capacity:
            self.fields["over_capacity"].label = _consent(meaning.missing)
        else:
            del self.fields["over_capacity"]


def _consent(missing: int) -> str:
    if not missing:
        return _("Over-book what is full")
    words = ngettext("Over-book by %(seats)d seat", "Over-book by %(seats)d seats", missing)
    return words % {"seats": missing}


class GiveSeatView(acts.ActView):
    """Gives a seat, whoever is ahead in line."""

    act = acts.GIVE_SEAT
    impossible = gettext_lazy("There is nobody to give a seat any more.")
    template_name = "tilmeld/admin/give_seat.html"
    page_title = gettext_lazy("Give a seat")
    form_class = GiveSeatForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.meaning = Meaning.of(self.registration)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"meaning": self.meaning}

    def form_valid(self, form):
        try:
            service.promote(
                self.registration, at=self.at, user=self.request.user, **form.cleaned_data
            )
        except NotWaiting:
            return self.turned_away()
        except AlreadyRegistered as refusal:
            return self._ask_again(str(refusal))
        except (NotEnoughSeats, OptionsTaken):
            return self._ask_again(_("Seats were taken in the meantime. Look at it once more."))
        return self.done(_("%(name)s has a seat and gets a letter."))

    def _ask_again(self, sentence):
        """Show the form once more, by what a seat means now."""
        self.meaning = Meaning.of(self.registration)
        form = self.get_form()
        form.add_error(None, sentence)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(meaning=self.meaning, **kwargs)

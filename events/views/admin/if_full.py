"""What staff have done where there are too few seats, for one guest or for many."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...exceptions import Refusal
from ...models import Event
from ...services.registration import IfFull

FOR_ONE = {
    IfFull.REFUSE: gettext_lazy("Tell me, and change nothing"),
    IfFull.WAIT: gettext_lazy("Put the guest on the waiting list"),
    IfFull.OVERBOOK: gettext_lazy("Over-book"),
}
FOR_MANY = {
    IfFull.REFUSE: gettext_lazy("Leave out whoever finds no seat"),
    IfFull.WAIT: gettext_lazy("Put them on the waiting list"),
    IfFull.OVERBOOK: gettext_lazy("Over-book"),
}


def fields(event: Event, words=FOR_ONE) -> dict[str, forms.Field]:
    """Return the field ``if_full`` by its name; nothing where there is no limit to seats."""
    if not event.has_limited_seats:
        return {}
    choices = [
        (value, label)
        for value, label in words.items()
        if value != IfFull.WAIT or event.has_waiting_list
    ]
    field = forms.TypedChoiceField(
        label=_("If there are too few seats"),
        choices=choices,
        coerce=IfFull,
        initial=IfFull.REFUSE,
        widget=forms.RadioSelect,
    )
    return {"if_full": field}


def chosen(form: forms.Form) -> IfFull:
    return form.cleaned_data.get("if_full", IfFull.REFUSE)


def tell(form: forms.Form, refusal: Refusal) -> None:
    """Say beside the choice that it has to be made, or what else is refused."""
    form.add_error("if_full" if "if_full" in form.fields else None, refusal.to_staff())

"""Why a registration is refused: a class a reason, its text a sentence a guest can act on."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class RegistrationRefused(Exception):
    """A guest's registration, or a change to it, can't be accepted. Nothing was written."""

    sentence = _("We can't take your registration right now.")

    def __str__(self) -> str:
        return str(self.sentence)


class RegistrationNotOpen(RegistrationRefused):
    """The window has not opened yet."""

    sentence = _("Registration is not open yet.")


class RegistrationClosed(RegistrationRefused):
    """The deadline has passed, or the event has begun, ended or been cancelled."""

    sentence = _("Registration has closed.")


class NotEnoughSeats(RegistrationRefused):
    """The party is larger than the number of seats left.

    ``seats_left`` is the number of seats nobody has taken, 0 or more.
    """

    def __init__(self, seats_left: int) -> None:
        super().__init__(seats_left)
        self.seats_left = seats_left

    def __str__(self) -> str:
        if not self.seats_left:
            return str(_("All seats are taken."))
        return ngettext(
            "There is only %(seats)d seat left. Register fewer people.",
            "There are only %(seats)d seats left. Register fewer people.",
            self.seats_left,
        ) % {"seats": self.seats_left}


class TooManyPosts(RegistrationRefused):
    """More posts came from the guest's network within an hour than the event takes."""

    sentence = _(
        "You are not registered yet: too many registrations came from your network within an "
        "hour. What you wrote is still here. Send it again in an hour, or write to us."
    )


class CancellationTooLate(RegistrationRefused):
    """The guest wants to cancel when the event has begun or is over."""

    sentence = _("The event has begun, so you can no longer cancel here.")

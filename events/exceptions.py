"""Why something is refused: a class a reason, its text a sentence that one can act on."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Refusal(Exception):
    """What was asked for can't be done, and ``sentence`` says why."""

    sentence: Promise

    def __str__(self) -> str:
        return str(self.sentence)

    def to_staff(self) -> str:
        """Say it to staff, who can give seats and need not be asked to bring fewer people."""
        return str(self)


class RegistrationRefused(Refusal):
    """A guest's registration, or a change to it, can't be accepted. Nothing was written."""


class RegistrationNotOpen(RegistrationRefused):
    """The window has not opened yet."""

    sentence = _("Registration is not open yet.")


class RegistrationClosed(RegistrationRefused):
    """The deadline has passed, or the event has begun, ended or been cancelled."""

    sentence = _("Registration has closed.")


class InvitationNeeded(RegistrationRefused):
    """The event is for those who have a link, and the guest came without one."""

    sentence = _("Registration is by personal link. Use the link in your invitation.")


class InvitationUsed(RegistrationRefused):
    """The personal link has been used as often as the editor allows."""

    sentence = _("Somebody has registered with this invitation already.")


class NotEnoughSeats(RegistrationRefused):
    """The party is larger than the number of seats left.

    ``seats_left`` is the number of seats nobody has taken, 0 or more. ``waiting_list`` tells that
    one can wait for seats.
    """

    def __init__(self, seats_left: int, waiting_list: bool = False) -> None:
        super().__init__(seats_left, waiting_list)
        self.seats_left, self.waiting_list = seats_left, waiting_list

    def __str__(self) -> str:
        if not self.seats_left:
            return str(_("All seats are taken."))
        if self.waiting_list:
            words = ngettext(
                "Only %(seats)d seat is left. Bring fewer people, or join the waiting list.",
                "Only %(seats)d seats are left. Bring fewer people, or join the waiting list.",
                self.seats_left,
            )
        else:
            words = ngettext(
                "There is only %(seats)d seat left. Register fewer people.",
                "There are only %(seats)d seats left. Register fewer people.",
                self.seats_left,
            )
        return words % {"seats": self.seats_left}

    def to_staff(self) -> str:
        return str(_("There are too few seats left."))


class OptionsTaken(RegistrationRefused):
    """There are too few seats at something the guest chose.

    ``options`` are pairs of a question's key and the choice, as the event publishes it.
    """

    sentence = _("There are too few seats left there. Choose something else.")

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(options)
        self.options = options

    def to_staff(self) -> str:
        choices = ", ".join(f"“{choice}”" for _question, choice in self.options)
        return str(_("There are too few seats left at %(choices)s.") % {"choices": choices})


class AlreadyRegistered(RegistrationRefused):
    """Another active registration has this name and address."""

    sentence = _("Somebody with this name and e-mail address is registered already.")


class TooManyPosts(RegistrationRefused):
    """More posts came from the guest's network within an hour than the event takes."""

    sentence = _(
        "You are not registered yet: too many registrations came from your network within an "
        "hour. What you wrote is still here. Send it again in an hour, or write to us."
    )


class CancellationTooLate(RegistrationRefused):
    """The guest wants to cancel when the event has begun or is over."""

    sentence = _("The event has begun, so you can no longer cancel here.")


class TooLateToUndo(RegistrationRefused):
    """The guest wants a cancelled registration back, and too much time has passed."""

    sentence = _("It is too late to undo this. You can register again while registration is open.")


class ChangeTooLate(RegistrationRefused):
    """The guest wants to change answers after the deadline, or anything after the start."""

    sentence = _("The deadline has passed, so your answers can no longer be changed here.")


class NothingToChange(RegistrationRefused):
    """The registration was cancelled or erased, or its offer expired."""

    sentence = _("This registration is no longer active, so nothing can be changed.")


class NothingToAccept(RegistrationRefused):
    """There is no offer of a seat."""

    sentence = _("There is no offer to accept.")


class OfferExpired(RegistrationRefused):
    """The time to accept an offer is over; the seat went to the next in line."""

    sentence = _("The time to accept the seat is over, and it was passed on.")


class NotWaiting(RegistrationRefused):
    """Staff want to promote a registration that is not on the waiting list."""

    sentence = _("This registration is not on the waiting list any more.")


class ImportOutdated(RegistrationRefused):
    """What staff have read of an import is not what would happen now."""

    sentence = _(
        "Something has changed since you looked, so nobody was registered. "
        "Below stands what would happen now."
    )


class CheckInRefused(Refusal):
    """Somebody at the door can't be checked in. Nothing was written."""

    sentence = _("This person can't be checked in.")


class NoSeatYet(CheckInRefused):
    """The guest waits for a seat, or let the offer of one pass."""

    sentence = _("This person has no seat, but was on the waiting list.")


class HasCancelled(CheckInRefused):
    """The registration was cancelled."""

    sentence = _("This registration was cancelled.")


class NothingHeld(CheckInRefused):
    """The event is cancelled."""

    sentence = _("The event is cancelled.")


class OnItsWay(Refusal):
    """Staff want a letter sent again that still waits to be sent."""

    sentence = _("The letter is on its way already.")


class InvitingRefused(Refusal):
    """Staff want to invite, remind or let in late, and it can't be done. Nothing was written."""


class NotPublished(InvitingRefused):
    """Guests can't see the page that the links lead to."""

    sentence = _("The page is not published, so the links would lead nowhere. Publish it first.")


class EventCancelled(InvitingRefused):
    """There is nothing to come to."""

    sentence = _("The event is cancelled, so nobody can be invited.")


class EventBegun(InvitingRefused):
    """It is too late to come."""

    sentence = _("The event has begun, so nobody can be invited any more.")


class DeadlinePassed(InvitingRefused):
    """Nobody could answer the invitation."""

    sentence = _(
        "Registration has closed, so nobody could answer. Extend the deadline, or give late links."
    )


class LateLinkTimeWrong(InvitingRefused):
    """A late link would be over before it is given, or work when the event goes on."""

    sentence = _("Choose a time that lies ahead, and no later than the event starts.")

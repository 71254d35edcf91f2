"""What is drafted on the page and published on the event: facts for all, words per language."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from ..forms import MAX_COMPANIONS
from ..rules import readiness, reminders, retention
from ..rules.waiting_list import DEFAULT_OFFER_HOURS
from ..rules.window import Schedule, Window
from .own_words import own_words_field


@cache
def time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class Audience(models.TextChoices):
    """Who may register."""

    EVERYONE = "everyone", _("Everyone")
    LINK = "link", _("Those with the link")
    INVITED = "invited", _("Those invited by name")


class SeatsShown(models.TextChoices):
    """What the page says about seats that are left."""

    NUMBER = "number", _("How many are left")
    FEW = "few", _("When only few are left")
    NOTHING = "nothing", _("Nothing")


class WaitingList(models.TextChoices):
    """What happens when all seats are taken, and when one comes free."""

    OFF = "off", _("No waiting list")
    PROMOTE = "promote", _("The next in line gets the seat")
    OFFER = "offer", _("The next in line is offered the seat")


class EventFacts(models.Model):
    """Dates and wall times in the event's zone, registration window and seats.

    Drafted on the page, published on the event. Every field is optional here: a draft may lack
    anything, and ``rules.readiness`` says what publishing needs.
    """

    start_date = models.DateField(_("starts on"), null=True, blank=True)
    start_time = models.TimeField(_("at"), null=True, blank=True)
    end_date = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Empty: the same day.")
    )
    end_time = models.TimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: no end is announced.")
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        choices=time_zones,
        default="Europe/Copenhagen",
        help_text=_("All dates and times of this event are meant in this zone."),
    )
    online_url = models.URLField(
        _("link for taking part online"),
        blank=True,
        help_text=_("Only those who are registered see it, in their letter and on their page."),
    )
    opens_date = models.DateField(
        _("registration opens on"), null=True, blank=True, help_text=_("Empty: at once.")
    )
    opens_time = models.TimeField(_("at"), null=True, blank=True)
    deadline_date = models.DateField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_("The last day on which one can register. Empty: until the event starts."),
    )
    deadline_time = models.TimeField(
        _("at"), null=True, blank=True, help_text=_("Empty: the whole day counts.")
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    max_companions = models.PositiveSmallIntegerField(
        _("companions"),
        default=0,
        validators=[MaxValueValidator(MAX_COMPANIONS)],
        help_text=_("How many people a guest may bring. Each takes a seat. 0: none."),
    )
    ask_companion_names = models.BooleanField(
        _("ask for companions' names"),
        default=True,
        help_text=_("Otherwise guests only say how many they bring."),
    )
    seats_shown = models.CharField(
        _("what guests see of the seats"),
        max_length=10,
        choices=SeatsShown.choices,
        default=SeatsShown.NUMBER,
    )
    waiting_list = models.CharField(
        _("waiting list"),
        max_length=10,
        choices=WaitingList.choices,
        default=WaitingList.OFF,
        help_text=_("Whoever comes first is first in line. Those who wait now keep their place."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept an offer"),
        default=DEFAULT_OFFER_HOURS,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("Fewer near the event: never more than half the time that is left."),
    )
    moves_after_deadline = models.BooleanField(
        _("the waiting list moves on after the deadline"),
        default=False,
        help_text=_("Seats that come free are given away until the event starts."),
    )
    one_per_address = models.BooleanField(
        _("one registration per e-mail address"),
        default=False,
        help_text=_("Otherwise colleagues may register from one mailbox, each with their name."),
    )
    audience = models.CharField(
        _("who may register"),
        max_length=10,
        choices=Audience.choices,
        default=Audience.EVERYONE,
        help_text=_("An event that is not for everyone is left out of lists and search engines."),
    )
    registrations_per_invitation = models.PositiveSmallIntegerField(
        _("registrations per invitation"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("How many may register by one personal link, should it be passed on."),
    )
    programme_to_come = models.BooleanField(
        _("the programme is still to come"),
        default=False,
        help_text=_("The page and the letters say that the programme follows."),
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days before the event"),
        null=True,
        blank=True,
        default=reminders.DEFAULT_DAYS,
        validators=[MaxValueValidator(60)],
        help_text=_("Those who have a seat get a letter. 0 or empty: no reminder."),
    )
    reminder_time = models.TimeField(
        _("at"),
        default=reminders.DEFAULT_TIME,
        help_text=_("On the clocks at the event. Who registers in the last 24 hours gets none."),
    )
    cancelled = models.BooleanField(
        _("the event is cancelled"),
        default=False,
        help_text=_(
            "The page stays and says so. Nobody can register any more. When you publish, you are "
            "asked whether to tell the guests."
        ),
    )
    cancellation_reason = models.TextField(
        _("why it is cancelled"),
        blank=True,
        help_text=_("Guests read it on the page and in their letter."),
    )
    erase_after_days = models.PositiveSmallIntegerField(
        _("erase answers after"),
        default=retention.DEFAULT_DAYS,
        validators=[MaxValueValidator(3650)],
        help_text=_("Days after the event. Guests can read the date at the form."),
    )

    class Meta:
        abstract = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def schedule(self) -> Schedule | None:
        """The dates and wall times, or None while the draft has none that make sense."""
        return readiness.schedule(self)

    @property
    def window(self) -> Window | None:
        """The instants at which the state changes, or None without a schedule."""
        if self.schedule is None:
            return None
        return self.schedule.window(cancelled=self.cancelled, waiting_list=self.has_waiting_list)

    @property
    def remind_at(self) -> datetime | None:
        """When those who come are reminded, or None if they are not."""
        if self.start_date is None or self.cancelled or readiness.is_too_far(self.start_date):
            return None
        days, wall_time = self.reminder_days, self.reminder_time
        return reminders.remind_at(self.start_date, self.zone, days, wall_time)

    @property
    def is_for_everyone(self) -> bool:
        """Whether anybody may register, and find the event in lists and search engines."""
        return self.audience == Audience.EVERYONE

    @property
    def has_waiting_list(self) -> bool:
        """Whether one can join the waiting list when all seats are taken."""
        return self.waiting_list != WaitingList.OFF


#: The names of all facts, as page and event have them.
FACTS = [field.name for field in EventFacts._meta.local_fields]


class EventWords(models.Model):
    """What guests read about the event besides its facts; published per language."""

    title: Any  # the page's or the publication's own

    venue_name = models.CharField(_("venue"), max_length=200, blank=True)
    venue_room = models.CharField(_("room or floor"), max_length=200, blank=True)
    venue_address = models.TextField(_("address"), blank=True)
    venue_directions = models.TextField(_("how to find it"), blank=True)
    venue_accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        help_text=_("Step-free access, lift, hearing loop, toilets, parking."),
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("contact's e-mail"), blank=True, help_text=_("Answers to letters go here.")
    )
    contact_telephone = models.CharField(_("contact's telephone"), max_length=40, blank=True)
    sender = models.ForeignKey(
        "tilmeld.Sender",
        verbose_name=_("sender"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Signs the invitation and its letters."),
    )
    consent_text = models.CharField(
        _("consent"),
        max_length=500,
        blank=True,
        help_text=_(
            "A sentence that guests must tick. Leave it empty unless the law asks for consent."
        ),
    )
    privacy_text = RichTextField(
        _("about personal data"),
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text=_("Empty: the text from the event settings."),
    )
    own_words = own_words_field()

    class Meta:
        abstract = True

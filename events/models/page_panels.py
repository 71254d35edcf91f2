"""What editors fill in, tab by tab. Hosts with a page model of their own put the tabs together."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page

from ..panels import (
    DayPanel,
    KeyedInlinePanel,
    NotePanel,
    RegistrationsPanel,
    SharedFactsPanel,
)

content_panels = [
    FieldPanel("kicker"),
    *Page.content_panels,
    FieldPanel("summary"),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    FieldRowPanel([FieldPanel("sender"), DayPanel("letter_date")]),
    FieldPanel("hero_image"),
    FieldPanel("body"),
    FieldPanel("programme_to_come"),
]
time_and_place_panels = [
    SharedFactsPanel("tilmeld/admin/shared_facts_panel.html"),
    MultiFieldPanel(
        [
            FieldRowPanel([DayPanel("start_date"), FieldPanel("start_time")]),
            FieldRowPanel([DayPanel("end_date"), FieldPanel("end_time")]),
            FieldPanel("timezone"),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("venue_name"), FieldPanel("venue_room")]),
            FieldPanel("venue_address"),
            FieldPanel("venue_directions"),
            FieldPanel("venue_accessibility"),
            FieldPanel("online_url"),
        ],
        heading=_("Where"),
    ),
    MultiFieldPanel(
        [FieldPanel("cancelled"), FieldPanel("cancellation_reason")],
        heading=_("If the event is cancelled"),
    ),
]
registration_panels = [
    RegistrationsPanel("tilmeld/admin/registrations_panel.html", heading=_("Registrations")),
    SharedFactsPanel("tilmeld/admin/shared_facts_panel.html"),
    MultiFieldPanel(
        [
            FieldRowPanel([DayPanel("opens_date"), FieldPanel("opens_time")]),
            FieldRowPanel([DayPanel("deadline_date"), FieldPanel("deadline_time")]),
        ],
        heading=_("When one can register"),
    ),
    MultiFieldPanel(
        [FieldPanel("audience"), FieldPanel("registrations_per_invitation")],
        heading=_("Who may register"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("seats_shown")]),
            FieldRowPanel([FieldPanel("max_companions"), FieldPanel("ask_companion_names")]),
            FieldPanel("one_per_address"),
        ],
        heading=_("Seats"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("waiting_list"),
            FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("moves_after_deadline")]),
        ],
        heading=_("Waiting list"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("contact_name"),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_telephone")]),
        ],
        heading=_("Whom guests can ask"),
    ),
    HelpPanel(
        _(
            "Name and e-mail address are always asked for. Ask for no more than you need: "
            "every answer must be looked after, and is erased after the event."
        )
    ),
    KeyedInlinePanel("registration_fields", label=_("question"), heading=_("Your questions")),
]
letter_panels = [
    NotePanel("tilmeld/admin/letters_panel.html"),
    FieldPanel("own_words"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("reminder_days"), FieldPanel("reminder_time")])],
        heading=_("Reminder"),
    ),
]
privacy_panels = [
    FieldPanel("erase_after_days"),
    NotePanel("tilmeld/admin/erasure_panel.html"),
    FieldPanel("privacy_text"),
    FieldPanel("consent_text"),
]

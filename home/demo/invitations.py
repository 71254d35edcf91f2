"""The invitation as it was in 2024, and the same invitation as it would be sent today."""

from datetime import date, timedelta

from events.models import EventIndexPage, EventPage, RegistrationField, Sender

from . import letter
from .site import publish

#: So long before the event the moved letter has just been sent, and its deadline is weeks away.
AHEAD = timedelta(weeks=4)

ROLES = (
    "Nabo eller beboer",
    "Privat social organisation",
    "Butik eller virksomhed i området",
    "Ansat i kommunen",
    "Andet",
)
NEEDS = ("Vegetarisk mad", "Adgang med kørestol", "Teleslynge", "Tegnsprogstolk")


def add_as_it_was(index: EventIndexPage, sender: Sender) -> EventPage:
    return _add(index, sender, timedelta(), slug="dialogmoede-2024")


def add_as_of_today(index: EventIndexPage, sender: Sender, today: date) -> EventPage:
    """Add the invitation with dates under which registration is open on the day ``today``."""
    return _add(
        index,
        sender,
        shift_to(today),
        slug="dialogmoede",
        capacity=60,
        max_companions=1,
        waiting_list="promote",
        own_words=[("confirmed", "<p>I fællesskab kan vi sammen blive klogere.</p>")],
        registration_fields=questions(),
    )


def shift_to(today: date) -> timedelta:
    """Return how far the letter's dates move: whole weeks, so that every weekday stays."""
    week = timedelta(weeks=1)
    shift = -((letter.START_DATE - today - AHEAD) // week) * week
    while _is_christmas(letter.START_DATE + shift):
        shift -= week
    return shift


def questions() -> list[RegistrationField]:
    return [
        RegistrationField(
            key="organisation",
            label="Organisation eller forening",
            field_type="singleline",
            required=False,
            sort_order=0,
        ),
        RegistrationField(
            key="role",
            label="Jeg kommer som",
            field_type="radio",
            choices="\n".join(ROLES),
            sort_order=1,
        ),
        RegistrationField(
            key="needs",
            label="Skal vi tage hensyn til noget?",
            help_text="Kryds kun af, hvis det hjælper os med at tage godt imod dig.",
            field_type="access",
            choices="\n".join(NEEDS),
            required=False,
            sensitive=True,
            sort_order=2,
        ),
        RegistrationField(
            key="topic",
            label="Hvad er vigtigst for dig at drøfte?",
            help_text="Skriv gerne et konkret sted eller forslag.",
            field_type="multiline",
            required=False,
            sort_order=3,
        ),
    ]


def _is_christmas(day: date) -> bool:
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


def _add(index: EventIndexPage, sender: Sender, shift: timedelta, **fields) -> EventPage:
    page = EventPage(**_facts(shift), **_words(), sender=sender, live=False, **fields)
    index.add_child(instance=page)
    publish(page)
    return page


def _facts(shift: timedelta) -> dict:
    return {
        "letter_date": letter.LETTER_DATE + shift,
        "start_date": letter.START_DATE + shift,
        "start_time": letter.START_TIME,
        "end_time": letter.END_TIME,
        "timezone": letter.ZONE,
        "deadline_date": letter.DEADLINE_DATE + shift,
        "programme_to_come": True,
    }


def _words() -> dict:
    return {
        "kicker": letter.KICKER,
        "title": letter.TITLE,
        "summary": letter.SUMMARY,
        "body": [("text", "".join(f"<p>{paragraph}</p>" for paragraph in letter.PARAGRAPHS))],
        "venue_name": letter.VENUE,
        "venue_room": letter.ROOM,
        "contact_email": letter.CONTACT,
    }

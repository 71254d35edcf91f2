"""The demo: the real letter on one page, as it was and as it would be sent today."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from events.models import EventIndexPage, EventPage, EventSettings, Message, Registration, Sender
from events.rules.window import State
from events.services import organisers
from home import demo
from home.demo import invitations
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 9, 8, 9, tzinfo=UTC)  # a Tuesday

TITLE = "Dialogmøde om, hvordan vi støtter op om hjemløse migranter"

#: The paragraphs of the letter, one a line, copied from where it was sent.
PARAGRAPHS = (Path(__file__).parent / "letter.txt").read_text().splitlines()


@pytest.fixture(autouse=True)
def danish(settings) -> None:
    settings.LANGUAGE_CODE = "da"
    Locale.objects.update(language_code="da")


@pytest.fixture
def built() -> None:
    demo.build(AT)


@pytest.fixture
def as_it_was(built) -> EventPage:
    return EventPage.objects.get(slug="dialogmoede-2024")


@pytest.fixture
def as_of_today(built) -> EventPage:
    return EventPage.objects.get(slug="dialogmoede")


def every_row() -> dict[str, list]:
    return {
        model._meta.label: sorted(model.objects.values_list(), key=repr)
        for model in apps.get_models()
    }


def shown(client, page: EventPage) -> BeautifulSoup:
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def test_the_letter_keeps_every_word_above_and_around_its_paragraphs(as_it_was):
    assert (as_it_was.kicker, as_it_was.title) == ("Save the date", TITLE)
    assert as_it_was.letter_date == date(2024, 1, 17)
    assert as_it_was.programme_to_come
    assert as_it_was.contact_email == "nf8l@kk.dk"


def test_the_letter_keeps_its_five_paragraphs_word_for_word(as_it_was):
    [block] = as_it_was.body
    assert block.block_type == "text"
    assert block.value.source == "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert len(PARAGRAPHS) == 5


def test_the_event_was_on_a_thursday_from_four_to_six_at_the_town_hall(as_it_was):
    assert (as_it_was.start_date, as_it_was.end_date) == (date(2024, 2, 22), None)
    assert (as_it_was.start_time, as_it_was.end_time) == (time(16), time(18))
    assert as_it_was.start_date.isoweekday() == 4
    assert as_it_was.timezone == "Europe/Copenhagen"
    assert as_it_was.venue_name == "Hovedkassen på Københavns Rådhus"
    assert as_it_was.venue_room == "I stuen, værelse 106"


def test_the_deadline_was_a_friday_and_lasted_through_its_day_in_copenhagen(as_it_was):
    window = as_it_was.event.window
    end_of_friday = datetime(2024, 2, 9, 23, tzinfo=UTC)
    assert (as_it_was.deadline_date, as_it_was.deadline_time) == (date(2024, 2, 9), None)
    assert as_it_was.deadline_date.isoweekday() == 5
    assert window.state(end_of_friday - timedelta(seconds=1)) == State.CLOSING_SOON
    assert window.state(end_of_friday) == State.CLOSED
    assert window.state(AT) == State.PAST


def test_the_mayor_signs_with_her_whole_address(as_it_was):
    sender = as_it_was.sender
    assert (sender.name, sender.title) == ("Karina Vestergård Madsen", "Borgmesteren")
    assert sender.address == "Rådhuset\n1599 København V."
    assert (sender.telephone, sender.email) == ("33 66 24 51", "Borgmester@sof.kk.dk")
    assert sender.website == "http://www.kk.dk"


def test_visitors_read_every_fact_of_the_letter(as_it_was, client):
    text = " ".join(shown(client, as_it_was).main.get_text(" ").split())
    for fact in (
        "Save the date",
        TITLE,
        *PARAGRAPHS,
        "17. januar 2024",
        "torsdag den 22. februar 2024 kl. 16.00 – 18.00",  # in two elements
        "Hovedkassen på Københavns Rådhus",
        "I stuen, værelse 106",
        "fredag den 9. februar 2024",
        "Med venlig hilsen Karina Vestergård Madsen Borgmesteren",
        "Borgmesteren Rådhuset 1599 København V.",
        "33 66 24 51",
        "Borgmester@sof.kk.dk",
        "www.kk.dk",
        "nf8l@kk.dk",
        "Arrangementet er slut",
    ):
        assert fact in text, fact


def test_visitors_can_use_the_addresses_of_the_letter(as_it_was, client):
    links = {link["href"] for link in shown(client, as_it_was).select("a")}
    assert links >= {
        "mailto:nf8l@kk.dk",
        "mailto:Borgmester@sof.kk.dk",
        "tel:33662451",
        "http://www.kk.dk",
    }


def test_visitors_can_register_for_the_moved_invitation_only(
    as_it_was, as_of_today, client, set_clock
):
    set_clock(AT)
    assert shown(client, as_of_today).select_one("form[method=post] [name=email]")
    assert not shown(client, as_it_was).select("form[method=post]")


@pytest.mark.parametrize("days", range(7))
def test_on_any_day_the_moved_letter_was_sent_and_its_deadline_is_weeks_away(days):
    today = AT.date() + timedelta(days=days)
    shift = invitations.shift_to(today)
    moved = [day + shift for day in (date(2024, 1, 17), date(2024, 2, 9), date(2024, 2, 22))]
    written, deadline, start = moved
    assert [day.isoweekday() for day in moved] == [3, 5, 4]
    assert timedelta(days=2) <= today - written <= timedelta(days=8)
    assert deadline - today >= timedelta(days=15)
    assert start - deadline == timedelta(days=13)


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2025, 12, 1), date(2031, 11, 28)])
def test_nobody_is_invited_for_christmas(today):
    shift = invitations.shift_to(today)
    start, deadline = date(2024, 2, 22) + shift, date(2024, 2, 9) + shift
    assert (start.month, start.isoweekday()) == (12, 4)
    assert start.day < 24
    assert deadline > today


def test_the_moved_invitation_is_the_same_letter_with_registration_open(as_it_was, as_of_today):
    assert as_of_today.event.window.state(AT) == State.OPEN
    assert (as_of_today.event.capacity, as_of_today.event.max_companions) == (60, 1)
    assert as_of_today.body.raw_data[0]["value"] == as_it_was.body.raw_data[0]["value"]
    for name in ("title", "kicker", "venue_name", "venue_room", "contact_email", "sender"):
        assert getattr(as_of_today, name) == getattr(as_it_was, name), name


def test_the_editor_asks_four_questions_one_of_them_sensitive(as_of_today):
    questions = as_of_today.event.publication("da").questions
    assert [(q.key, q.field_type, q.required, q.sensitive) for q in questions] == [
        ("organisation", "singleline", False, False),
        ("role", "radio", True, False),
        ("needs", "checkboxes", False, True),
        ("topic", "multiline", False, False),
    ]


def test_guests_at_example_org_have_registered_while_it_was_open(as_of_today):
    registrations = as_of_today.event.registrations.all()
    assert {r.email.partition("@")[2] for r in registrations} == {"example.org"}
    assert all(AT - timedelta(days=3) < r.created_at < AT for r in registrations)
    assert all(8 <= timezone.localtime(r.created_at).hour < 21 for r in registrations)
    assert (len(registrations), registrations.confirmed().seats()) == (6, 6)
    assert [r.name for r in registrations if r.is_cancelled] == ["David Dam"]
    assert Registration.objects.count() == 6


def test_their_letters_wait_in_the_outbox_for_the_worker(as_of_today):
    letters = Message.objects.order_by("created_at").values_list("kind", "state")
    assert (
        list(letters)
        == [("confirmed", "queued")] * 4 + [("cancelled", "queued")] + [("confirmed", "queued")] * 2
    )
    assert not Message.objects.exclude(to_address__endswith="@example.org").exists()


def test_answers_are_ones_that_the_form_offers(as_of_today):
    questions = {q.key: q for q in as_of_today.event.publication("da").questions}
    for registration in as_of_today.event.registrations.all():
        assert registration.answers["role"] in questions["role"].choices.splitlines()
        needs = registration.sensitive_answers.get("needs", [])
        assert set(needs) <= set(questions["needs"].choices.splitlines())


def test_the_site_is_the_citys_and_its_front_page_leads_to_the_events(built, client, set_clock):
    set_clock(AT)
    site = Site.objects.get(is_default_site=True)
    settings = EventSettings.for_site(site)
    index = EventIndexPage.objects.get()
    assert (site.site_name, settings.sender_name) == ("Københavns Kommune",) * 2
    assert "Datatilsynet" in settings.privacy_text
    front_page = client.get("/").content.decode()
    assert f'href="{index.url}"' in front_page
    assert f">{TITLE}</a>" in front_page


def test_pages_are_published_as_editors_do(built):
    for page in Page.objects.exclude(depth=1):
        assert page.live, page
        assert page.live_revision, page
    for page in EventPage.objects.all():
        assert page.event.publication("da").revision == page.live_revision


def test_communications_staff_write_below_the_index_and_see_who_registered(built):
    ben = factories.administrator("ben")
    ben.is_superuser = False
    ben.save()
    ben.groups.add(Group.objects.get(name="Kommunikation"))
    index = EventIndexPage.objects.get()
    assert index.permissions_for_user(ben).can_publish_subpage()
    assert EventPage.objects.first().permissions_for_user(ben).can_publish()
    assert not index.get_parent().permissions_for_user(ben).can_edit()
    for codename in ("view_registration", "export_registration", "view_sensitive_answers"):
        assert ben.has_perm(f"tilmeld.{codename}"), codename
    assert not ben.has_perm("tilmeld.erase_registration")


def test_its_groups_are_those_that_any_site_begins_with(built):
    assert [is_new for _group, is_new in organisers.make_groups()] == [False] * 3


def test_a_second_run_changes_nothing(built):
    before = every_row()
    assert demo.build(AT + timedelta(days=3)) is None
    assert every_row() == before


def test_what_an_editor_changed_stays(as_of_today):
    as_of_today.title = "Et helt andet møde"
    as_of_today.save_revision().publish()
    Sender.objects.update(name="Ben")
    demo.build(timezone.now())
    assert EventPage.objects.get(pk=as_of_today.pk).title == "Et helt andet møde"
    assert Sender.objects.get().name == "Ben"


def test_a_deleted_demo_does_not_come_back(built):
    Registration.objects.all().delete()
    EventIndexPage.objects.get().delete()
    assert demo.build(AT) is None
    assert not EventPage.objects.exists()


def test_a_site_with_events_of_its_own_is_left_alone():
    factories.event_page()
    before = every_row()
    assert demo.build(AT) is None
    assert every_row() == before


def test_a_front_page_that_somebody_wrote_is_kept():
    front_page = factories.root_page().specific
    front_page.body = [("text", "<p>Our own words</p>")]
    front_page.save_revision().publish()
    demo.build(AT)
    (block,) = factories.root_page().specific.body
    assert block.value.source == "<p>Our own words</p>"


def test_the_command_says_what_it_did(capsys):
    call_command("load_demo")
    call_command("load_demo")
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("/arrangementer/dialogmoede/")
    assert second == "The site has or had events of its own: nothing was changed."

"""The invitation as visitors get it: every fact, in its state, fit for any cache."""

import gc
import io
import warnings
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, Page, PageViewRestriction

from events.forms import Entry
from events.models import Event, EventPage, Registration, Sender
from tests.factories import (
    OPEN_AT,
    administrator,
    event_index,
    event_page,
    needed,
    register,
    registration,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

MAYOR = {
    "name": "Karina Vestergård Madsen",
    "title": "Borgmesteren",
    "address": "Rådhuset\n1599 København V.",
    "telephone": "33 66 24 51",
    "email": "borgmester@example.org",
    "website": "http://www.example.org",
}
LETTER = {
    "title": "Dialogmøde om, hvordan vi støtter op om hjemløse migranter",
    "kicker": "Save the date",
    "summary": "Vi vil gerne høre jeres mening.",
    "letter_date": date(2024, 1, 17),
    "start_date": date(2024, 2, 22),
    "deadline_date": date(2024, 2, 9),
    "venue_name": "Hovedkassen på Københavns Rådhus",
    "venue_room": "i stuen, værelse 106",
    "venue_address": "Rådhuspladsen 1",
    "venue_directions": "Gå ind ad hovedindgangen.",
    "venue_accessibility": "Der er elevator.",
    "contact_name": "Nanna",
    "contact_telephone": "+45 12 34 56 78",
    "programme_to_come": True,
}


def html(response) -> str:
    """The page as text to look for sentences in, with ordinary blanks."""
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def visit(page, client=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return (client or Client()).get(page.get_url(), headers=headers)


def danish() -> Locale:
    return Locale.objects.get_or_create(language_code="da")[0]


def someone(name="Cleo", companions=()) -> Entry:
    return Entry(name, f"{name.lower()}@example.org", companions, {}, {}, None)


class TestTheLetter:
    def test_every_fact_is_there(self, set_clock):
        set_clock(datetime(2024, 2, 1, tzinfo=UTC))
        text = [{"type": "text", "value": "<p>Vi har alle set dem.</p>"}]
        sender = Sender.objects.create(**MAYOR)
        page = event_page(sender=sender, body=text, locale=danish(), **LETTER)
        shown = html(visit(page))
        for fact in (
            "Save the date",
            '<h1 class="ev-title">Dialogmøde om, hvordan vi støtter op om hjemløse migranter</h1>',
            "Invitation fra Karina Vestergård Madsen",
            '<time datetime="2024-01-17">17. januar 2024</time>',
            "<p>Vi har alle set dem.</p>",
            '<time datetime="2024-02-22T16:00+01:00">torsdag den 22. februar 2024<br>kl. 16.00',
            '–<time datetime="2024-02-22T18:00+01:00">18.00</time>',
            "Hovedkassen på Københavns Rådhus",
            "i stuen, værelse 106",
            "Rådhuspladsen 1<br>",
            'href="https://www.openstreetmap.org/search?query=R%C3%A5dhuspladsen%201"',
            "Gå ind ad hovedindgangen.",
            "Der er elevator.",
            '<time datetime="2024-02-09">fredag den 9. februar 2024</time>',
            "Senest fredag den 9. februar 2024. Du kan tilmelde dig hele den dag.",
            "Nærmere information om program følger her på siden.",
            "Med venlig hilsen",
            "Rådhuset<br>1599 København V.",
            '<a href="tel:33662451">33 66 24 51</a>',
            '<a href="mailto:borgmester@example.org">borgmester@example.org</a>',
            '<a href="http://www.example.org">www.example.org</a>',
            "Nanna",
            '<a href="mailto:ada@example.org">ada@example.org</a>',
            '<a href="tel:+4512345678">+45 12 34 56 78</a>',
            '<meta name="description" content="Vi vil gerne høre jeres mening.">',
        ):
            assert fact in shown, fact

    def test_what_an_editor_writes_stays_text(self):
        nasty = "<script>alert(1)</script>"
        sender = Sender.objects.create(name=nasty, title=nasty, address=nasty)
        page = event_page(
            title=nasty,
            sender=sender,
            questions=[{"label": nasty, "help_text": nasty, "field_type": "singleline"}],
            body=[
                {"type": "heading", "value": nasty},
                {"type": "quote", "value": {"quote": nasty, "source": nasty}},
                {"type": "facts", "value": [{"label": nasty, "value": nasty}]},
            ],
            **dict.fromkeys(("kicker", "summary", "venue_name", "venue_directions"), nasty),
        )
        shown = html(visit(page))
        assert "<script>alert" not in shown
        assert shown.count("&lt;script&gt;alert") > 10

    def test_the_online_link_is_for_those_who_are_registered(self):
        shown = html(visit(event_page(online_url="https://meet.example.org/secret", venue_name="")))
        assert "meet.example.org" not in shown
        assert "We send the link to everyone who has a seat." in shown
        assert "You can also take part online" not in shown
        halfway = event_page(title="Both", slug="both", online_url="https://meet.example.org/x")
        assert "You can also take part online. We send the link" in html(visit(halfway))

    @pytest.mark.parametrize("why", ["cancelled", "past"])
    def test_nothing_is_promised_any_more(self, set_clock, why):
        promises = {"online_url": "https://meet.example.org/x", "programme_to_come": True}
        page = event_page(cancelled=why == "cancelled", **promises)
        set_clock(page.event.ends_at if why == "past" else OPEN_AT)
        shown = html(visit(page))
        assert "We send the link" not in shown
        assert "More about the programme follows" not in shown

    def test_a_foreign_zone_is_named(self):
        assert "Time zone: America/New York" in html(visit(event_page(timezone="America/New_York")))

    def test_a_live_page_without_an_event_says_that_the_date_follows(self):
        page = EventPage(title="Soon", slug="soon", locale=Locale.get_default())
        event_index().add_child(instance=page)
        shown = html(visit(page))
        assert "The date follows." in shown
        assert "Registration is not open yet" in shown
        assert "<form" not in shown


class TestStates:
    @pytest.mark.parametrize(
        ("at", "heading", "sentence"),
        [
            (
                datetime(2027, 1, 22, 7, 59, 59, tzinfo=UTC),
                "Registration is not open yet",
                "You can register from Friday 22 January 2027 at 9:00.",
            ),
            (
                datetime(2027, 1, 22, 8, tzinfo=UTC),
                "Register",
                "By Friday 26 February 2027. You can register all that day.",
            ),
            (
                datetime(2027, 2, 25, 12, tzinfo=UTC),
                "Register by tomorrow",
                "The last day is tomorrow, Friday 26 February.",
            ),
            (
                datetime(2027, 2, 26, 22, 59, 59, tzinfo=UTC),
                "Register by today",
                "The deadline is Friday 26 February 2027.",
            ),
            (
                datetime(2027, 2, 26, 23, tzinfo=UTC),
                "Registration has closed",
                "The deadline was Friday 26 February 2027.",
            ),
            (
                datetime(2027, 3, 11, 15, tzinfo=UTC),
                "The event is under way",
                "It ends at 18:00.",
            ),
            (
                datetime(2027, 3, 11, 17, tzinfo=UTC),
                "The event is over",
                "Thank you to all who came on Thursday 11 March 2027.",
            ),
        ],
    )
    def test_each_begins_at_its_instant(self, set_clock, at, heading, sentence):
        page = event_page(opens_date=date(2027, 1, 22), opens_time=time(9))
        set_clock(at)
        shown = html(visit(page))
        assert f'id="registration-title">{heading}</h2>' in shown
        assert sentence in shown

    @pytest.mark.parametrize(
        ("shown", "told"), [("number", True), ("few", False), ("nothing", False)]
    )
    def test_before_it_opens_the_seats_are_told_where_the_editor_shows_them(self, shown, told):
        page = event_page(opens_date=date(2027, 2, 9), capacity=60, seats_shown=shown)
        assert ("There are 60 seats." in html(visit(page))) == told

    def test_only_an_open_registration_shows_a_form(self, set_clock):
        page = event_page()
        for at, forms in ((OPEN_AT, 1), (datetime(2027, 2, 27, tzinfo=UTC), 0)):
            set_clock(at)
            assert html(visit(page)).count("<form") == forms

    def test_a_cancelled_event_says_so_and_why(self):
        shown = html(visit(event_page(cancelled=True, cancellation_reason="Too few came.")))
        assert "The event is cancelled" in shown
        assert "Too few came." in shown
        assert "ev-cover--quiet" in shown
        assert "<form" not in shown

    def test_a_full_event_says_what_happens_if_a_seat_becomes_free(self):
        page = event_page(capacity=2, max_companions=1)
        register(page.event.publication(), someone(companions=("Ben",)), at=OPEN_AT)
        shown = html(visit(page))
        assert "All seats are taken" in shown
        assert "If a seat becomes free, registration opens again." in shown
        assert "<form" not in shown

    @pytest.mark.parametrize("waiting_list", ["off", "promote"])
    def test_where_all_choices_are_taken_it_says_so_and_nothing_of_seats(self, waiting_list):
        questions = [needed("A [1]\nB [1]"), needed("A [9]", key="qday", label="Day")]
        page = event_page(capacity=100, waiting_list=waiting_list, questions=questions)
        for choice in ("A", "B"):
            answers = {"qwork": choice, "qday": "A"}
            registration(page.event, choice, answers=answers)
        shown = html(visit(page))
        assert 'id="registration-title">All choices are taken</h2>' in shown
        assert "No choice is left at “Workshop”." in shown
        assert "“Day”" not in shown
        for wrong in ("seats are taken", "free seats", "seats left", "ev-meter"):
            assert wrong not in shown, wrong

    def test_where_the_seats_are_taken_too_they_are_what_counts(self):
        shown = html(visit(event_page(capacity=0, questions=[needed("A [0]")])))
        assert 'id="registration-title">All seats are taken</h2>' in shown
        assert "No choice is left" not in shown

    def test_seats_are_people_and_a_cancelled_registration_takes_none(self):
        page = event_page(capacity=60, max_companions=1)
        publication = page.event.publication()
        register(publication, someone(companions=("Ben",)), at=OPEN_AT)
        gone = register(publication, someone("Dora"), at=OPEN_AT)
        Registration.objects.filter(pk=gone.pk).update(status="cancelled")
        shown = html(visit(page))
        assert "58 seats left of 60" in shown
        assert '<meter class="ev-meter" min="0" max="60" value="2"' in shown

    def test_without_a_capacity_no_seats_are_counted(self):
        assert "seats" not in html(visit(event_page()))


class TestLanguage:
    def test_the_page_speaks_its_own_language_whatever_its_address_and_the_browser(self):
        response = visit(event_page(locale=danish()), accept_language="en")
        assert response.headers["Content-Language"] == "da"
        shown = html(response)
        assert '<html lang="da">' in shown
        assert "Senest fredag den 26. februar 2027. Du kan tilmelde dig hele den dag." in shown
        assert '<label class="ev-label" for="id_name">Navn</label>' in shown

    def test_a_translation_has_the_facts_of_the_event_and_words_of_its_own(self):
        page = event_page(capacity=60)
        translation = page.copy_for_translation(danish(), copy_parents=True)
        translation.title, translation.capacity = "Dialogmøde", 5
        translation.save_revision().publish()
        shown = html(visit(EventPage.objects.get(pk=translation.pk)))
        assert "Dialogmøde" in shown
        assert "60 af 60 pladser er ledige" in shown
        assert reverse("tilmeld:register", args=[page.event.translation_key, "da"]) in shown

    def test_an_alias_leads_to_the_same_event(self):
        page = event_page()
        alias = page.create_alias(update_slug="again")
        assert reverse("tilmeld:register", args=[page.event.translation_key, "en"]) in html(
            visit(alias)
        )


class TestCaches:
    def test_strangers_get_no_cookie_and_no_token(self):
        response = visit(event_page())
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
        assert "csrf" not in html(response).lower()

    def test_anybody_may_keep_the_page_for_a_minute(self):
        assert visit(event_page()).headers["Cache-Control"] == "public, max-age=60"

    def test_while_seats_are_limited_for_five_seconds(self):
        assert visit(event_page(capacity=60)).headers["Cache-Control"] == "public, max-age=5"

    @pytest.mark.parametrize(
        ("seconds_before_the_deadline", "max_age"), [(90, 60), (30, 30), (1, 1), (0, 60)]
    )
    def test_never_beyond_the_next_change(self, set_clock, seconds_before_the_deadline, max_age):
        page = event_page(deadline_time=time(12))
        noon = datetime(2027, 2, 26, 11, tzinfo=UTC)
        set_clock(noon - timedelta(seconds=seconds_before_the_deadline))
        assert visit(page).headers["Cache-Control"] == f"public, max-age={max_age}"

    def test_never_beyond_midnight_where_the_event_is(self, set_clock):
        set_clock(datetime(2027, 2, 25, 22, 59, 50, tzinfo=UTC))
        assert visit(event_page()).headers["Cache-Control"] == "public, max-age=10"

    def test_what_somebody_with_a_session_sees_is_theirs_alone(self):
        client = Client()
        client.force_login(administrator())
        response = visit(event_page(), client)
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_a_restricted_page_is_never_kept(self):
        page = event_page()
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="pw")
        restricted = visit(page)
        assert b"<form class" not in restricted.content
        client, numbers = Client(), [page.view_restrictions.get().pk, page.pk]
        client.post(
            reverse("wagtailcore_authenticate_with_password", args=numbers),
            {"password": "pw", "return_url": page.get_url()},
        )
        for response in (restricted, visit(page, client)):
            directives = response.headers["Cache-Control"]
            assert "no-store" in directives
            assert "private" in directives
            assert "public" not in directives


class TestAnAliasOfARestrictedPage:
    @pytest.fixture
    def section(self):
        section = event_index(slug="section")
        PageViewRestriction.objects.create(page=section, restriction_type="login")
        return section

    @pytest.fixture
    def alias(self, section):
        return event_page(section).create_alias(parent=event_index(slug="open"))

    def test_asks_for_the_key_as_the_page_itself_does(self, section, alias):
        for page in (alias, alias.create_alias(update_slug="again")):
            response = visit(page)
            assert response.status_code == 302
            assert "section" not in response.url

    def test_whoever_has_the_key_can_register_there(self, alias):
        client = Client()
        client.force_login(administrator())
        assert "<form" in html(visit(alias, client))
        args = [alias.original.event.translation_key, "en"]
        cleo = {"name": "Cleo", "email": "cleo@example.org"}
        assert client.post(reverse("tilmeld:register", args=args), cleo).status_code == 303
        assert Registration.objects.count() == 1

    def test_one_that_is_restricted_itself_needs_both(self, section, alias):
        PageViewRestriction.objects.create(
            page=alias.get_parent(), restriction_type="password", password="pw"
        )
        client = Client()
        client.force_login(administrator())
        assert "<form class" not in html(visit(alias, client))


def picture(title: str) -> Image:
    file = io.BytesIO()
    Picture.new("RGB", (640, 480), "teal").save(file, "JPEG")
    file.seek(0)
    return Image.objects.create(title=title, file=ImageFile(file, name=f"{title}.jpg"))


def document(title: str) -> Document:
    file = ImageFile(io.BytesIO(b"%PDF"), name=f"{title}.pdf")
    return Document.objects.create(title=title, file=file)


def one_of_each_block() -> list[tuple]:
    speaker = {"name": "Ada", "role": "Mayor", "image": picture("Speaker")}
    item = {"starts": "9:30", "ends": None, "title": "A talk", "speakers": [speaker]}
    return [
        ("programme", [item]),
        ("text", "<p>Words</p>"),
        ("image", {"image": picture("Town hall"), "caption": "A caption"}),
        ("people", [{"name": "Ada", "role": "Host", "image": picture("Ada"), "about": ""}]),
        ("documents", [document("Notes")]),
        ("call_to_action", {"text": "Events", "page": Page.objects.get(depth=2), "url": ""}),
    ]


def rich_body(times: int) -> list[tuple]:
    return [block for _ in range(times) for block in one_of_each_block()]


def make_renditions(page) -> None:
    """Make the sizes of the images, as the first visitor does."""
    with warnings.catch_warnings():
        # Wagtail leaves the temporary files to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        visit(page)
        gc.collect()
    cache.clear()


def queries(page) -> int:
    with CaptureQueriesContext(connection) as captured:
        visit(page)
    return len(captured)


def test_a_programme_stands_as_it_was_written():
    talks = [
        {
            "starts": time(16, 15),
            "ends": time(17),
            "title": "A talk",
            "speakers": [{"name": "Ben"}],
        },
        {"starts": time(9, 5), "title": "Coffee", "description": "In the hall\nor outside."},
    ]
    shown = html(visit(event_page(body=[("programme", talks)])))
    words = ("16:15", "17:00", "A talk", "Ben", "9:05", "Coffee", "In the hall<br>or outside.")
    places = [shown.index(word) for word in words]
    assert places == sorted(places)


def test_a_letter_costs_few_queries():
    page = event_page(capacity=60, sender=Sender.objects.create(**MAYOR))
    visit(page)
    assert queries(page) <= 12


def test_the_number_of_queries_does_not_grow_with_the_page():
    question = {"label": "Question", "field_type": "singleline"}
    index = event_index()
    numbers = []
    for times in (1, 3):
        page = event_page(
            index, hero_image=picture("Hero"), body=rich_body(times), questions=[question] * times
        )
        make_renditions(page)
        numbers.append(queries(page))
        visit(page)
        numbers.append(queries(page))
    assert numbers[0] == numbers[2] <= 22  # with an empty cache
    assert numbers[1] == numbers[3] <= 12  # afterwards


class TestWhatVisitorsShare:
    def test_is_kept_for_them_and_made_anew_for_staff(self, client):
        page = event_page(body=[("text", "<p>Before</p>")])
        visit(page)
        EventPage.objects.filter(pk=page.pk).update(body=[("text", "<p>After</p>")])
        client.cookies[settings.SESSION_COOKIE_NAME] = "a session"
        assert "Before" in html(visit(page))
        assert "After" in html(client.get(page.get_url()))

    def test_is_made_anew_once_it_is_published(self):
        page = event_page(body=[("text", "<p>Before</p>")])
        visit(page)
        page.body = [("text", "<p>After</p>")]
        page.save_revision().publish()
        assert "After" in html(visit(page))

    def test_tells_the_seats_there_are(self):
        page = event_page(capacity=2, seats_shown="number")
        before = html(visit(page))
        registration(page.event)
        assert html(visit(page)) != before

    def test_tells_what_another_language_published_of_the_event(self):
        page = event_page()
        visit(page)
        Event.objects.update(start_date=date(2027, 4, 1))
        assert "1 April 2027" in html(visit(page))

    def test_tells_the_day(self, set_clock):
        """Registration closes on the 1st at noon."""
        page = event_page(deadline_date=date(2027, 3, 1), deadline_time=time(12))
        told = []
        for day in (27, 28):
            set_clock(datetime(2027, 2, day, 12, tzinfo=UTC))
            told.append(html(visit(page)))
        assert "Register by Monday" in told[0]
        assert "Register by tomorrow" in told[1]

    def test_is_not_shown_with_what_somebody_typed(self):
        page = event_page()
        visit(page)
        url = reverse("tilmeld:register", args=[page.event.translation_key, "da"])
        assert "Cleo Typed" in html(Client().post(url, {"name": "Cleo Typed"}))

    def test_is_the_same_on_no_two_pages(self):
        index = event_index()
        first, second = event_page(index, title="First"), event_page(index, title="Second")
        assert "First" in html(visit(first))
        assert "First" not in html(visit(second))

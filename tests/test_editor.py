"""The page editor through the admin: what an editor writes, sees and is refused."""

import re
from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

from events.models import Event, EventPage
from tests.factories import (
    administrator,
    draft_event_page,
    editor,
    event_index,
    event_page,
    registration,
)

pytestmark = pytest.mark.django_db

FORM = "page-edit-form"
FACTS = {
    "title": "Dialogue meeting",
    "slug": "dialogue-meeting",
    "start_date": "2027-03-11",
    "start_time": "16:00",
    "contact_email": "ada@example.org",
}


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


def add_url(parent) -> str:
    return reverse("wagtailadmin_pages:add", args=["tilmeld", "eventpage", parent.pk])


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def submit(client, url, *, publish=False, **changes):
    """Open the editor, change some fields as one would there, and save or publish."""
    return send(client, url, opened(client, url), publish=publish, **changes)


def opened(client, url) -> dict:
    """What the editor would send back as it was opened."""
    data = querydict_from_html(client.get(url).content.decode(), form_id=FORM).dict()
    drawn_by_scripts = {"body-count": "0", "own_words-count": "0"}
    return {name: data[name] for name in data if "__prefix__" not in name} | drawn_by_scripts


def send(client, url, data, *, publish=False, **changes):
    return client.post(url, data | changes | ({"action-publish": "1"} if publish else {}))


def errors(response) -> ErrorDict:
    return response.context["form"].errors


def shown(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def questions(page) -> list[str]:
    page = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [field.label for field in page.registration_fields.all()]


class TestANewPage:
    def test_saves_as_a_draft_with_nothing_but_a_title(self, admin):
        submit(admin, add_url(event_index()), title="Dialogue meeting", slug="meeting")
        page = EventPage.objects.get()
        assert (page.live, page.start_date, page.event) == (False, None, None)
        assert admin.get(edit_url(page)).status_code == 200

    def test_comes_with_the_usual_questions(self, admin):
        submit(admin, add_url(event_index()), **FACTS)
        assert questions(EventPage.objects.get()) == ["Organisation", "Do you need any of this?"]

    def test_which_can_be_removed_before_it_is_first_saved(self, admin):
        removed = {"registration_fields-0-DELETE": "on"}
        submit(admin, add_url(event_index()), **FACTS | removed)
        assert questions(EventPage.objects.get()) == ["Do you need any of this?"]

    def test_and_which_keep_their_keys_from_then_on(self, admin):
        submit(admin, add_url(event_index()), publish=True, **FACTS)
        page = EventPage.objects.get()
        keys = [field.key for field in page.registration_fields.all()]
        submit(admin, edit_url(page), publish=True, kicker="Save the date")
        page = EventPage.objects.get()
        assert [field.key for field in page.registration_fields.all()] == keys
        assert len(set(keys)) == 2

    def test_publishes_its_facts(self, admin):
        submit(admin, add_url(event_index()), publish=True, **FACTS)
        event = Event.objects.get()
        assert (event.start_date, event.start_time) == (date(2027, 3, 11), time(16))
        assert event.page == EventPage.objects.get().page_ptr

    def test_the_usual_questions_are_in_the_pages_language(self, admin):
        danish, _ = Locale.objects.get_or_create(language_code="da")
        index = event_index()
        index.copy_for_translation(danish, copy_parents=True)
        form = admin.get(add_url(index.get_translation(danish))).context["form"]
        labels = [child.initial["label"] for child in form.formsets["registration_fields"].forms]
        with translation.override("da"):
            assert labels == [gettext("Organisation"), gettext("Do you need any of this?")]


WRONG_FACTS = [
    ({"start_date": ""}, "start_date", "Write the date on which the event starts."),
    ({"start_date": "25.3."}, "start_date", "Write a date, for example 2027-03-25."),
    ({"start_time": ""}, "start_time", "Write the time at which the event starts."),
    (
        {"end_time": "15:00"},
        "end_time",
        "The event ends before it starts. Correct the end or the start.",
    ),
    (
        {"deadline_date": "2027-03-12"},
        "deadline_date",
        "The deadline lies after the day the event starts. Choose an earlier date.",
    ),
    (
        {"start_date": "2027-03-28", "start_time": "02:30"},
        "start_time",
        "The clocks go forward that night and skip this time. Choose another.",
    ),
    (
        {"start_date": "9999-12-31", "end_time": ""},
        "start_date",
        "That is too far away. Choose another date.",
    ),
    ({"end_date": "9998-01-01"}, "end_date", "That is too far away. Choose another date."),
    (
        {"contact_email": ""},
        "contact_email",
        "Write the e-mail address that guests can ask. Answers to letters go there.",
    ),
]
MISREAD_SEATS = {
    "A [1234567]\nB": "“A [1234567]”: write the choice and behind it its seats",
    "A [1.000]\nB": "“A [1.000]”: write the choice and behind it its seats",
    "A [-5]\nB": "“A [-5]”: write the choice and behind it its seats",
    "A [1,000], B [20]": "“A [1”: write the choice and behind it its seats",
    "[20]\nB": "“[20]”: write the choice and behind it its seats",
    "A [20]\nA [30]": "“A” has two numbers of seats.",
    "A\nB\nA [30]": "“A” has two numbers of seats.",
}


class TestRefusals:
    def test_publishing_is_refused_beside_the_field(self, admin, subtests):
        url = add_url(event_index())
        data = opened(admin, url)
        for changes, field, sentence in WRONG_FACTS:
            with subtests.test(field, **changes):
                response = send(admin, url, data, publish=True, **FACTS | changes)
                assert errors(response)[field] == [sentence]
                assert not EventPage.objects.exists()

    def test_seats_that_would_be_read_otherwise_than_meant(self, admin, subtests):
        question = {"label": "Workshop", "field_type": "radio", "choices": "A\nB"}
        url = edit_url(draft_event_page(questions=[question]))
        data = opened(admin, url)
        for choices, sentence in MISREAD_SEATS.items():
            with subtests.test(choices):
                typed = {"registration_fields-0-choices": choices}
                assert sentence in shown(send(admin, url, data, publish=True, **typed))
                assert not EventPage.objects.get().live

    def test_brackets_with_words_are_words_and_a_default_need_be_no_choice(self, admin):
        choices = "Hall [2nd floor]\nRoom [A]\nTent [20]\nTent [20]"
        question = {"label": "Where", "field_type": "radio", "choices": choices}
        page = draft_event_page(questions=[question | {"default_value": "Garden [5]"}])
        submit(admin, edit_url(page), publish=True)
        assert [limited.option.choice for limited in EventPage.objects.get().event.options] == [
            "Tent"
        ]

    def test_which_concerns_only_questions_to_choose_from(self, admin):
        question = {"label": "Where", "field_type": "singleline", "choices": "A [1234567]"}
        page = draft_event_page(questions=[question])
        submit(admin, edit_url(page), publish=True)
        assert EventPage.objects.get().live

    def test_a_question_to_choose_from_needs_choices(self, admin):
        page = draft_event_page(questions=[{"label": "Role", "field_type": "radio", "choices": ""}])
        refused = submit(admin, edit_url(page), publish=True)
        assert "Write the answers to choose from, one a line." in shown(refused)
        assert not EventPage.objects.get(pk=page.pk).live
        submit(admin, edit_url(page))
        submit(admin, edit_url(page), publish=True, **{"registration_fields-0-choices": "a\nb"})
        assert EventPage.objects.get(pk=page.pk).live

    def test_what_publishing_needs_has_a_star(self, admin):
        form = admin.get(add_url(event_index()))
        soup = BeautifulSoup(form.content, "html.parser")
        starred = {
            star.find_parent("label")["for"] for star in soup.select("label .w-required-mark")
        }
        assert {"id_start_date", "id_start_time", "id_contact_email"} <= starred
        assert "id_deadline_date" not in starred

    @pytest.mark.parametrize("publish", [True, False])
    def test_a_placeholder_that_can_not_be_filled_in(self, admin, publish):
        wrong = {"own_words": streamfield([("confirmed", rich_text("<p>Dear {nmae}</p>"))])}
        written = nested_form_data(wrong)
        refused = submit(admin, add_url(event_index()), publish=publish, **FACTS | written)
        (error,) = errors(refused).as_data()["own_words"]
        assert "“{nmae}” can't be filled in." in str(error.as_json_data())
        assert not EventPage.objects.exists()

    def test_a_draft_may_be_wrong(self, admin):
        wrong = {"end_date": "2027-03-01", "deadline_date": "2027-04-01", "contact_email": ""}
        submit(admin, add_url(event_index()), **FACTS | wrong)
        assert EventPage.objects.get().end_date == date(2027, 3, 1)

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
    def test_even_about_the_millennium(self, admin, day):
        submit(admin, add_url(event_index()), **FACTS | {"start_date": day, "deadline_date": day})
        page = EventPage.objects.get()
        assert page.start_date == date.fromisoformat(day)
        assert "is shown here once the event has a date" in shown(admin.get(edit_url(page)))

    def test_a_deadline_after_the_start_on_the_same_day_is_no_mistake(self, admin):
        submit(admin, add_url(event_index()), publish=True, **FACTS, deadline_date="2027-03-11")
        event = Event.objects.get()
        assert event.closes_at == event.starts_at


class TestDates:
    def test_each_date_says_its_format_to_the_script_that_shows_the_weekday(self, admin):
        form = admin.get(add_url(event_index())).content.decode()
        dates = re.findall(r'name="(\w+)"[^>]*data-tilmeld-day="Y-m-d"', form)
        assert dates == ["letter_date", "start_date", "end_date", "opens_date", "deadline_date"]
        assert "tilmeld/admin/event_page.js" in form

    def test_the_format_is_the_sites_own(self, admin, settings):
        settings.WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
        assert 'data-tilmeld-day="d.m.Y"' in admin.get(add_url(event_index())).content.decode()


class TestPanels:
    def test_the_way_to_the_registrations_with_their_number(self, admin):
        page = event_page(capacity=20)
        registration(page.event, companions=["Dora"])
        response = admin.get(edit_url(page))
        assert "2 of 20 seats are taken." in shown(response)
        url = reverse("tilmeld_admin:registrations", args=[page.event.pk])
        assert url in response.content.decode()

    def test_is_not_there_for_a_draft_nor_without_the_right(self, client):
        page = event_page()
        client.force_login(editor(page.get_parent()))
        assert "See registrations" not in shown(client.get(edit_url(page)))
        client.force_login(administrator())
        draft = draft_event_page(page.get_parent(), slug="draft")
        assert "See registrations" not in shown(client.get(edit_url(draft)))

    def test_and_another_among_the_buttons_of_the_page(self, admin):
        page = event_page()
        buttons = BeautifulSoup(admin.get(edit_url(page)).content, "html.parser").select("header a")
        url = reverse("tilmeld_admin:registrations", args=[page.event.pk])
        assert url in [button.get("href") for button in buttons]

    def test_the_day_of_erasure_follows_the_dates(self, admin):
        page = event_page(erase_after_days=10)
        assert "Answers are erased on Sunday 21 March 2027." in shown(admin.get(edit_url(page)))
        page.start_date = date(2027, 3, 12)
        page.save_revision()
        assert "Answers are erased on Monday 22 March 2027." in shown(admin.get(edit_url(page)))

    def test_a_draft_without_dates_says_that_it_has_none(self, admin):
        page = draft_event_page(start_date=None)
        assert "is shown here once the event has a date" in shown(admin.get(edit_url(page)))


class TestATranslation:
    @pytest.fixture
    def translation(self):
        page = event_page(capacity=5)
        danish, _ = Locale.objects.get_or_create(language_code="da")
        return EventPage.objects.get(pk=page.copy_for_translation(danish, copy_parents=True).pk)

    def test_shows_the_events_facts_and_where_they_are_changed(self, admin, translation):
        response = admin.get(edit_url(translation))
        assert "Dates, registration and seats are those of the page" in shown(response)
        assert edit_url(translation.event.page) in response.content.decode()
        assert response.context["form"].fields["capacity"].disabled

    def test_changes_none_of_them(self, admin, translation):
        submit(admin, edit_url(translation), publish=True, title="Dialogmøde", capacity="50")
        assert Event.objects.get().capacity == 5
        assert EventPage.objects.get(pk=translation.pk).title == "Dialogmøde"

    def test_is_published_though_the_date_is_read_only(self, admin, translation):
        submit(admin, edit_url(translation), publish=True)
        assert EventPage.objects.get(pk=translation.pk).live


class TestEditing:
    def test_a_renamed_question_keeps_its_key(self, admin):
        page = event_page(
            questions=[{"label": "Organisation", "field_type": "singleline", "required": False}]
        )
        key = page.registration_fields.get().key
        submit(admin, edit_url(page), publish=True, **{"registration_fields-0-label": "Company"})
        field = EventPage.objects.get().registration_fields.get()
        assert (field.key, field.label) == (key, "Company")

    def test_two_revisions_can_be_compared(self, admin):
        page = event_page()
        first = page.latest_revision_id
        submit(admin, edit_url(page), venue_name="Library", start_time="17:00")
        second = EventPage.objects.get().latest_revision_id
        url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, second])
        assert "Library" in shown(admin.get(url))

    def test_the_history_opens(self, admin):
        page = event_page()
        admin.get(reverse("tilmeld_admin:registrations", args=[page.event.pk]))
        history = admin.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
        assert "List of registrations viewed" in shown(history)


class TestInABrowser:
    """What the script does while one writes: 1 February 2027 is today."""

    @pytest.fixture
    def form(self, live_site, client, page):
        parent = event_index()
        client.force_login(administrator())
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_site}])
        page.clock.set_fixed_time("2027-02-01T12:00:00Z")
        page.goto(live_site + add_url(parent))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def write(self, form, name, value):
        form.evaluate("([id, value]) => document.getElementById(id).value = value", [name, value])
        form.evaluate("id => document.getElementById(id).dispatchEvent(new Event('change'))", name)

    def weekday(self, form, name) -> str:
        return form.locator(f"output[for={name}]").text_content()

    def deadline(self, form) -> str:
        return form.input_value("#id_deadline_date")

    def test_the_weekday_stands_beside_each_date(self, form):
        self.write(form, "id_end_date", "2027-03-12")
        assert self.weekday(form, "id_end_date") == "Friday"
        self.write(form, "id_end_date", "2027-02-30")
        assert self.weekday(form, "id_end_date") == ""

    def test_in_the_language_of_the_page_one_edits_in(self, form):
        form.evaluate("document.documentElement.lang = 'da'")
        self.write(form, "id_end_date", "2027-03-12")
        assert self.weekday(form, "id_end_date") == "fredag"

    def test_in_the_format_of_the_site(self, form):
        form.evaluate("document.getElementById('id_end_date').dataset.tilmeldDay = 'd.m.Y'")
        self.write(form, "id_end_date", "12.03.2027")
        assert self.weekday(form, "id_end_date") == "Friday"

    def test_the_deadline_is_a_week_before_the_start_and_follows_it(self, form):
        self.write(form, "id_start_date", "2027-03-11")
        assert self.deadline(form) == "2027-03-04"
        assert self.weekday(form, "id_deadline_date") == "Thursday"
        self.write(form, "id_start_date", "2027-03-18")
        assert self.deadline(form) == "2027-03-11"

    @pytest.mark.parametrize("written", ["2027-03-01", ""])
    def test_a_deadline_that_somebody_wrote_or_took_away_stays(self, form, written):
        self.write(form, "id_start_date", "2027-03-11")
        self.write(form, "id_deadline_date", written)
        self.write(form, "id_start_date", "2027-03-18")
        assert self.deadline(form) == written

    def test_a_week_before_that_is_past_is_no_deadline(self, form):
        self.write(form, "id_start_date", "2027-02-05")
        assert self.deadline(form) == ""

    @pytest.mark.parametrize(
        ("kind", "has_choices", "has_default"),
        [
            ("radio", True, True),
            ("diet", True, True),
            ("date", False, True),
            ("file", False, False),
        ],
    )
    def test_a_question_shows_what_its_kind_of_answer_can_have(
        self, form, kind, has_choices, has_default
    ):
        form.get_by_role("tab", name="Registration").click()
        form.locator("#id_registration_fields-ADD").click()
        row = "#inline_child_registration_fields-0"
        form.select_option("#id_registration_fields-0-field_type", kind)
        shown = [form.locator(f"{row} .formbuilder-{it}") for it in ("choices", "default")]
        assert [each.is_visible() for each in shown] == [has_choices, has_default]

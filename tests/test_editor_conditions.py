"""“Ask only if” in the page editor: what an editor chooses, what is kept, what is refused."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data

from events.forms import Condition
from events.models import EventPage, RegistrationField
from tests.factories import administrator, draft_event_page, event_page
from tests.test_editor import edit_url, submit

pytestmark = pytest.mark.django_db

MEALS = {
    "label": "Meals",
    "field_type": "checkboxes",
    "choices": "Lunch\nDinner",
    "key": "qmeals",
    "required": False,
}
SEAT = {"label": "Beside whom?", "field_type": "singleline", "key": "qseat"}
ON_DINNER = SEAT | {"shown_when": "qmeals 2"}


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


def fields(page) -> list[RegistrationField]:
    draft = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return list(draft.registration_fields.all())


def kept(page) -> list[str]:
    return [field.shown_when for field in fields(page)]


def published(page, language: str = "en") -> dict[str, Condition | None]:
    questions = EventPage.objects.get(pk=page.pk).event.publication(language).questions
    return {question.key: question.shown_when for question in questions}


def chosen(admin, page, number: int = 1) -> str:
    html = BeautifulSoup(admin.get(edit_url(page)).content, "html.parser")
    select = html.find("select", {"name": f"registration_fields-{number}-shown_when"})
    return select.find("option", selected=True)["value"]


def refusals(response) -> list[dict]:
    return [form.errors for form in response.context["form"].formsets["registration_fields"].forms]


def test_what_is_chosen_in_words_is_kept_by_key_and_place(admin):
    page = draft_event_page(questions=[MEALS, SEAT])
    submit(admin, edit_url(page), **{"registration_fields-1-shown_when": "Meals: Dinner"})
    assert kept(page) == ["", "qmeals 2"]
    assert chosen(admin, page) == "Meals: Dinner"
    submit(admin, edit_url(page), publish=True)
    assert published(page) == {"qmeals": None, "qseat": Condition("qmeals", "Dinner")}


@pytest.mark.parametrize("meals_stand_at", [1, 3])
def test_questions_that_were_never_saved_before_count_in_their_order(admin, meals_stand_at):
    page = draft_event_page()
    meals = {name: value for name, value in MEALS.items() if name not in ("key", "required")}
    rows = {
        "0": meals | {"key": "", "ORDER": str(meals_stand_at)},
        "1": SEAT | {"key": "", "ORDER": "2", "shown_when": "Meals: Lunch"},
    }
    numbers = {"TOTAL_FORMS": 2, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    submit(admin, edit_url(page), **nested_form_data({"registration_fields": numbers | rows}))
    first, second = fields(page)
    if meals_stand_at == 1:
        assert second.shown_when == f"{first.key} 1"
    else:
        assert first.shown_when == "Meals: Lunch"


def test_it_follows_its_answer_to_another_place(admin):
    page = draft_event_page(questions=[MEALS, ON_DINNER])
    moved = {"registration_fields-0-choices": "Dinner\nLunch"}
    submit(admin, edit_url(page), **moved, **{"registration_fields-1-shown_when": "Meals: Dinner"})
    assert kept(page) == ["", "qmeals 1"]


def test_nothing_chosen_asks_everybody(admin):
    page = draft_event_page(questions=[MEALS, ON_DINNER])
    submit(admin, edit_url(page), publish=True, **{"registration_fields-1-shown_when": ""})
    assert published(page) == {"qmeals": None, "qseat": None}


class TestWhatMakesNoSense:
    @pytest.mark.parametrize(
        ("questions", "written", "sentence"),
        [
            ([MEALS, SEAT], "Meals: Tea", "“Meals” has no answer “Tea”. Choose another."),
            (
                [MEALS, SEAT],
                "Tea: Yes",
                "No question above this one has the answer “Tea: Yes”. Choose another.",
            ),
            (
                [MEALS, SEAT],
                "qseat",
                "No question above this one has the answer “qseat”. Choose another.",
            ),
        ],
    )
    def test_is_kept_in_a_draft_and_refused_at_its_field(self, admin, questions, written, sentence):
        page = draft_event_page(questions=questions)
        change = {"registration_fields-1-shown_when": written}
        submit(admin, edit_url(page), **change)
        assert kept(page) == ["", written]
        assert chosen(admin, page) == written
        refused = submit(admin, edit_url(page), publish=True, **change)
        assert refusals(refused)[1] == {"shown_when": [sentence]}
        assert not EventPage.objects.get(pk=page.pk).live

    def test_is_a_question_below(self, admin):
        page = draft_event_page(questions=[SEAT, MEALS])
        change = {"registration_fields-0-shown_when": "Meals: Lunch"}
        refused = submit(admin, edit_url(page), publish=True, **change)
        sentence = "This depends on a question that stands below it. Move that question up."
        assert refusals(refused)[0] == {"shown_when": [sentence]}

    def test_is_a_question_that_is_being_removed(self, admin):
        page = draft_event_page(questions=[MEALS, ON_DINNER])
        words = {"registration_fields-1-shown_when": "Meals: Dinner"}
        removed = words | {"registration_fields-0-DELETE": "on"}
        refused = submit(admin, edit_url(page), publish=True, **removed)
        sentence = "No question above this one has the answer “Meals: Dinner”. Choose another."
        assert refusals(refused)[1] == {"shown_when": [sentence]}

    def test_is_not_published_by_a_schedule_or_a_script_either(self):
        page = draft_event_page(questions=[MEALS, SEAT | {"shown_when": "Meals: Tea"}])
        page.get_latest_revision().publish()
        page = EventPage.objects.get(pk=page.pk)
        assert not page.live
        assert page.problems() == {
            "registration_fields": "“Meals” has no answer “Tea”. Choose another."
        }

    def test_asks_everybody_in_a_preview(self):
        page = draft_event_page(questions=[MEALS, SEAT | {"shown_when": "Meals: Tea"}])
        assert [question.shown_when for question in page.get_questions()] == [None, None]


class TestInTranslation:
    @pytest.fixture
    def danish(self):
        page = event_page(questions=[MEALS, ON_DINNER])
        danish, _ = Locale.objects.get_or_create(language_code="da")
        copy = page.copy_for_translation(danish, copy_parents=True)
        return EventPage.objects.get(pk=copy.pk)

    def test_it_is_the_same_condition_in_other_words(self, admin, danish):
        words = {
            "registration_fields-0-label": "Måltider",
            "registration_fields-0-choices": "Frokost\nMiddag",
            "registration_fields-1-label": "Ved siden af hvem?",
            "registration_fields-1-shown_when": "Måltider: Middag",  # as the script follows
        }
        assert chosen(admin, danish) == "Meals: Dinner"
        submit(admin, edit_url(danish), publish=True, **words)
        assert kept(danish) == ["", "qmeals 2"]
        assert published(danish, "da")["qseat"] == Condition("qmeals", "Middag")
        assert published(danish, "en")["qseat"] == Condition("qmeals", "Dinner")

    def test_it_holds_where_a_program_translates(self, danish):
        meals = danish.registration_fields.get(key="qmeals")
        meals.label, meals.choices = "Måltider", "Frokost\nMiddag"
        danish.registration_fields.add(meals)
        danish.save_revision().publish()
        assert published(danish, "da")["qseat"] == Condition("qmeals", "Middag")


def test_the_ready_made_answers_can_be_depended_on_in_the_editors_language(admin):
    diet = {"label": "Diet", "field_type": "diet", "key": "qdiet", "required": False}
    page = draft_event_page(questions=[diet, SEAT])
    submit(admin, edit_url(page), **{"registration_fields-1-shown_when": "Diet: Vegan food"})
    assert kept(page) == ["", "qdiet 2"]


def test_choosing_needs_nothing_but_the_pages_own_script(admin):
    page = draft_event_page(questions=[MEALS, ON_DINNER])
    assert "tilmeld/admin/conditions.js" in admin.get(edit_url(page)).content.decode()

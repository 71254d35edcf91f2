"""A question that is asked of those only who gave a certain answer before."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.http import QueryDict

from events.forms import Condition, Question, build_form, conditions
from events.forms.switches import NUMBERS

MEALS = Question("qmeals", "Meals", "checkboxes", choices="Lunch [20]\nDinner", required=False)
ROLE = Question("qrole", "I come as", "radio", choices="Speaker\nGuest")
TOWN = Question("qtown", "Town", "dropdown", choices="Aarhus\nOdense", required=False)
HOTEL = Question("qhotel", "I need a hotel", "checkbox", required=False)
GUEST = "name=Cleo&email=cleo@example.org&qrole=Guest"


def when(question: str, answer: str | bool, key: str = "qmore", **values) -> Question:
    return Question(
        key, "Tell us more", "singleline", shown_when=Condition(question, answer), **values
    )


ON_LUNCH = when("qmeals", "Lunch")


def sent(query: str, *questions: Question, **options):
    return build_form(questions, data=QueryDict(f"{GUEST}&{query}"), **options)


class TestTheAnswer:
    @pytest.mark.parametrize(
        ("source", "condition", "query"),
        [
            (MEALS, ("qmeals", "Lunch"), "qmeals=Lunch"),
            (MEALS, ("qmeals", "Lunch"), "qmeals=Dinner&qmeals=Lunch"),
            (ROLE, ("qrole", "Guest"), ""),
            (TOWN, ("qtown", "Odense"), "qtown=Odense"),
            (HOTEL, ("qhotel", True), "qhotel=on"),
        ],
    )
    def test_to_a_question_that_is_asked_counts(self, source, condition, query):
        form = sent(f"{query}&qmore=Yes", source, when(*condition))
        assert form.is_valid()
        assert form.entry().answers["qmore"] == "Yes"

    @pytest.mark.parametrize(
        ("source", "condition", "query"),
        [
            (MEALS, ("qmeals", "Lunch"), "qmeals=Dinner"),
            (MEALS, ("qmeals", "Lunch"), ""),
            (ROLE, ("qrole", "Speaker"), ""),
            (TOWN, ("qtown", "Odense"), "qtown="),
            (TOWN, ("qtown", "Odense"), "qtown=Aarhus"),
            (HOTEL, ("qhotel", True), ""),
            (MEALS, ("qgone", "Lunch"), "qgone=Lunch"),
        ],
    )
    def test_to_one_that_is_not_is_forgotten(self, source, condition, query):
        form = sent(f"{query}&qmore=Yes", source, when(*condition))
        assert form.is_valid()
        assert "qmore" not in form.entry().answers

    def test_may_be_sensitive(self):
        hidden = when("qmeals", "Lunch", sensitive=True)
        assert sent_entry("qmore=Nuts", MEALS, hidden).sensitive_answers == {}
        assert sent_entry("qmeals=Lunch&qmore=Nuts", MEALS, hidden).sensitive_answers == {
            "qmore": "Nuts"
        }

    def test_is_required_only_where_it_is_asked_for(self):
        assert sent("", MEALS, ON_LUNCH).is_valid()
        asked = sent("qmeals=Lunch", MEALS, ON_LUNCH)
        assert asked.errors == {"qmore": ["Write an answer to “Tell us more”."]}

    def test_can_not_be_wrong_where_it_is_not_asked_for(self):
        number = Question("qn", "How many?", "number", shown_when=Condition("qmeals", "Lunch"))
        assert sent("qn=many", MEALS, number).is_valid()
        assert not sent("qmeals=Lunch&qn=many", MEALS, number).is_valid()

    def test_to_what_is_not_asked_decides_nothing_either(self):
        allergies = Question(
            "qdiet", "Diet", "radio", choices="Yes\nNo", shown_when=Condition("qmeals", "Lunch")
        )
        which = when("qdiet", "Yes")
        assert sent_entry("qdiet=Yes&qmore=Nuts", MEALS, allergies, which).answers == {}
        told = sent_entry("qmeals=Lunch&qdiet=Yes&qmore=Nuts", MEALS, allergies, which).answers
        assert told == {"qmeals": ["Lunch"], "qdiet": "Yes", "qmore": "Nuts"}

    def test_that_is_none_of_the_choices_is_told_alone(self):
        form = sent("qmeals=Breakfast", MEALS, ON_LUNCH)
        assert list(form.errors) == ["qmeals"]

    def test_stays_in_the_form_that_comes_back(self):
        form = sent("qmeals=Dinner&qmore=Nuts&email=no", MEALS, ON_LUNCH)
        assert not form.is_valid()
        assert form["qmore"].value() == "Nuts"

    def test_in_a_field_that_is_closed_is_not_the_guests_to_lose(self):
        form = sent("", MEALS, ON_LUNCH, initial={"qmore": "Nuts"})
        form.fields["qmore"].disabled = True
        assert form.is_valid()
        assert form.entry().answers == {"qmore": "Nuts"}

    @pytest.mark.parametrize(("before", "kept"), [(["Lunch"], {"qmore": "Nuts"}), (None, {})])
    def test_depends_on_what_was_answered_before_where_that_is_not_in_the_form(self, before, kept):
        form = sent("qmore=Nuts", MEALS, ON_LUNCH, initial={"qmeals": before})
        del form.fields["qmeals"]
        assert form.is_valid()
        assert form.entry().answers == kept


def sent_entry(query: str, *questions: Question):
    form = sent(query, *questions)
    assert form.is_valid()
    return form.entry()


class TestThePage:
    def page(self, *questions: Question) -> BeautifulSoup:
        return BeautifulSoup(str(build_form(questions)), "html.parser")

    def marks(self, page: BeautifulSoup) -> tuple[list[str], list[str]]:
        switches = [tag["data-ev-switch"] for tag in page.select("[data-ev-switch]")]
        return switches, [tag["data-ev-shown"] for tag in page.select("[data-ev-shown]")]

    def test_numbers_the_answer_and_what_depends_on_it(self):
        page = self.page(MEALS, ON_LUNCH, TOWN, when("qtown", "Odense", "qb"), HOTEL)
        assert page.select_one("[data-ev-switch='1']")["value"] == "Lunch"
        assert page.select_one("option[data-ev-switch='2']")["value"] == "Odense"
        assert self.marks(page) == (["1", "2"], ["1", "2"])

    def test_gives_what_depends_on_both_the_numbers_of_both(self):
        role = Question(
            "qrole", "Role", "radio", choices="A\nB", shown_when=Condition("qhotel", answer=True)
        )
        page = self.page(HOTEL, role, when("qrole", "A"), when("qrole", "A", "qc"))
        assert self.marks(page) == (["1", "2"], ["1", "1 2", "1 2"])

    @pytest.mark.parametrize(
        ("source", "condition", "words"),
        [
            (MEALS, ("qmeals", "Lunch"), "Only if you answered “Lunch” to “Meals”."),
            (HOTEL, ("qhotel", True), "Only if you ticked “I need a hotel”."),
        ],
    )
    def test_says_when_in_words_for_browsers_that_hide_nothing(self, source, condition, words):
        page = self.page(source, when(*condition))
        said = page.select_one(".ev-condition")
        assert said.get_text() == words
        assert (
            page.select_one("#id_qmore")["aria-describedby"] == said["id"] == "id_qmore_condition"
        )

    @pytest.mark.parametrize("kind", ["multiline", "email", "agree", "checkboxes", "explanation"])
    def test_marks_every_kind_of_question(self, kind):
        question = Question(
            "qa", "More", kind, choices="a\nb", shown_when=Condition("qhotel", answer=True)
        )
        page = self.page(HOTEL, question)
        assert page.select_one("[data-ev-shown='1'] .ev-condition")

    def test_escapes_what_an_editor_wrote(self):
        nasty = Question("qm", '<b>"x"', "radio", choices='"><script>\nb')
        page = self.page(nasty, when("qm", '"><script>'))
        assert not page.select("script")
        assert page.select_one("[data-ev-switch]")["value"] == '"><script>'

    def test_has_no_more_numbers_than_the_stylesheet(self):
        css = Path(finders.find("tilmeld/conditions.css")).read_text()
        for number in NUMBERS:
            rule = f'[data-ev-switch="{number}"]:checked)) [data-ev-shown~="{number}"]'
            assert rule in css
        assert f'"{NUMBERS.stop}"' not in css

    def test_says_the_rest_in_words_alone(self):
        many = Question("qm", "Pick", "radio", choices="\n".join(map(str, range(30))))
        page = self.page(many, *(when("qm", str(n), f"q{n}") for n in range(30)))
        assert len(page.select("[data-ev-shown]")) == len(NUMBERS)
        assert len(page.select(".ev-condition")) == 30

    def test_a_form_without_conditions_needs_no_stylesheet(self):
        assert not build_form([MEALS]).has_conditions
        assert build_form([MEALS, ON_LUNCH]).has_conditions


class TestWhatCanBeChosen:
    def test_is_each_choice_and_each_tick_that_is_not_demanded(self):
        agree = Question("qagree", "I agree", "agree")
        text = Question("qtext", "Topic", "singleline", choices="a\nb")
        found = conditions.possible([MEALS, HOTEL, agree, text])
        assert [(each.reference, each.words) for each in found] == [
            ("qmeals 1", "Meals: Lunch"),
            ("qmeals 2", "Meals: Dinner"),
            ("qhotel", "I need a hotel"),
        ]

    @pytest.mark.parametrize("written", ["Meals: Lunch", " Meals:\tLunch\n", "qmeals 1"])
    def test_is_found_by_words_or_by_reference(self, written):
        (found,) = conditions.find(written, [MEALS])
        assert found.condition == Condition("qmeals", "Lunch")

    def test_is_found_by_reference_in_another_language(self):
        danish = Question("qmeals", "Måltider", "checkboxes", choices="Frokost\nMiddag")
        (found,) = conditions.find("qmeals 2", [danish])
        assert (found.words, found.condition.answer) == ("Måltider: Middag", "Middag")

    @pytest.mark.parametrize("written", ["", "qmeals", "qmeals 0", "qmeals 3", "Lunch", "Meals"])
    def test_is_nothing_else(self, written):
        assert conditions.find(written, [MEALS]) == []


class TestAProblem:
    def test_there_is_none_without_a_condition_or_with_a_good_one(self):
        assert conditions.problem("", [], []) == ""
        assert conditions.problem("Meals: Lunch", [MEALS], []) == ""

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ("Meals: Brunch", "“Meals” has no answer “Brunch”. Choose another."),
            (
                "Drinks: Wine",
                "No question above this one has the answer “Drinks: Wine”. Choose another.",
            ),
            (
                "I need a hotel",
                "This depends on a question that stands below it. Move that question up.",
            ),
        ],
    )
    def test_says_what_to_do(self, written, sentence):
        assert conditions.problem(written, [MEALS], [HOTEL]) == sentence

    def test_is_that_two_questions_have_the_answer(self):
        twin = Question("qtwin", "Meals", "radio", choices="Lunch")
        sentence = "Two questions have this answer. Give one of them another name."
        assert conditions.problem("Meals: Lunch", [MEALS, twin], []) == sentence


def test_a_condition_survives_being_published():
    question = when("qmeals", "Lunch")
    assert Question.from_json(question.as_json()) == question
    ticked = when("qhotel", answer=True)
    assert Question.from_json(ticked.as_json()) == ticked

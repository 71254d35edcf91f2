"""The form as a whole: its order, its fixed fields, and what it hands over."""

import json
from dataclasses import asdict

import pytest
from django.http import QueryDict
from wagtail.contrib.forms.forms import FormBuilder

from events.forms import FIELD_TYPES, Entry, Question, build_form
from events.forms.builder import RegistrationFormBuilder

TOPIC = Question("q1", "Topic", "singleline", required=False)
DIET = Question("q2", "Diet", "checkboxes", choices="Vegan", required=False, sensitive=True)
GUEST = "name=Cleo&email=cleo@example.org"
COMPANION_WANTED = "Write your companion's name, or remove the tick."


def sent(query="", questions=(TOPIC, DIET), **options):
    return build_form(questions, data=QueryDict(f"{GUEST}&{query}"), **options)


def test_the_fixed_fields_stand_around_the_editors():
    form = build_form([TOPIC, DIET], max_companions=2, consent_text="Yes, you may.")
    assert list(form.fields) == [
        *("name", "email", "q1", "q2"),
        *("companions", "companion_1", "companion_2"),
        *("consent", "publication"),
    ]


def test_companions_and_consent_are_asked_for_only_where_they_are_wanted():
    assert list(build_form([]).fields) == ["name", "email", "publication"]


def test_it_is_built_by_wagtails_builder_for_every_type_an_editor_can_choose():
    questions = [
        Question(f"q{n}", "Label", kind, choices="a\nb") for n, (kind, _) in enumerate(FIELD_TYPES)
    ]
    assert issubclass(RegistrationFormBuilder, FormBuilder)
    assert list(build_form(questions).fields) == [
        "name",
        "email",
        *(question.key for question in questions),
        "publication",
    ]


def test_a_question_named_like_a_fixed_field_does_not_take_its_place():
    form = sent(questions=[Question("email", "Second address", "singleline")])
    assert list(form.fields) == ["name", "email", "publication"]
    assert form["email"].label == "E-mail"


class TestEntry:
    def test_it_holds_what_was_sent(self):
        form = sent(
            "q1=Toilets&q2=Vegan&companions=on&companion_1=Ben&publication=7", max_companions=1
        )
        assert form.is_valid()
        assert form.entry() == Entry(
            name="Cleo",
            email="cleo@example.org",
            companions=("Ben",),
            answers={"q1": "Toilets"},
            sensitive_answers={"q2": ["Vegan"]},
            publication_id=7,
        )

    def test_what_was_left_empty_is_not_in_it(self):
        form = sent("q1=")
        assert form.is_valid()
        assert form.entry().answers == form.entry().sensitive_answers == {}

    def test_zero_is_an_answer(self):
        form = sent("q1=0", [Question("q1", "How many", "number", required=False)])
        assert form.is_valid()
        assert form.entry().answers == {"q1": "0"}

    def test_an_explanation_has_no_answer(self):
        form = sent("q1=x", [Question("q1", "Read this", "explanation")])
        assert form.is_valid()
        assert form.entry().answers == {}

    def test_what_was_never_asked_is_ignored(self):
        form = sent("q9=x&status=cancelled&companion_1=Eve&csrfmiddlewaretoken=x&id=1")
        assert form.is_valid()
        assert asdict(form.entry()) == {
            "name": "Cleo",
            "email": "cleo@example.org",
            "companions": (),
            "answers": {},
            "sensitive_answers": {},
            "publication_id": None,
            "accepts_waiting": False,
            "files": {},
        }

    def test_json_can_hold_it(self):
        questions = [
            Question(f"q{n}", "?", k, "", False, "a") for n, (k, _) in enumerate(FIELD_TYPES)
        ]
        typed = {"email": "a@example.org", "telephone": "33662451", "number": "1,5"}
        typed |= {"date": "22-02-2027", "checkbox": "on", "agree": "on"}
        data = {q.key: typed.get(q.field_type, "a") for q in questions}
        form = build_form(questions, data=QueryDict(GUEST).dict() | data | {"q8": ["a"]})
        assert form.errors == {}
        answers = form.entry().answers
        assert json.loads(json.dumps(answers)) == answers
        assert list(answers.values()) == [
            *("a", "a", "a@example.org", "33662451", "1.5", "2027-02-22"),
            *("a", "a", ["a"], True, True),
        ]


class TestCompanions:
    @pytest.mark.parametrize("names", ["", "&companion_1=", "&companion_1=+&companion_2=%E2%80%8B"])
    def test_a_tick_asks_for_a_name(self, names):
        form = sent(f"companions=on{names}", max_companions=2)
        assert form.errors == {"companion_1": [COMPANION_WANTED]}

    def test_any_of_the_names_will_do(self):
        form = sent("companions=on&companion_3=Ben&companion_2=Ada", max_companions=3)
        assert form.is_valid()
        assert form.entry().companions == ("Ada", "Ben")
        assert form.entry().party_size == 3

    @pytest.mark.parametrize(
        "names", ["companion_1=Ben", "companion_1=12345", f"companion_1={'a' * 999}"]
    )
    def test_without_the_tick_names_count_for_nothing(self, names):
        form = sent(names, max_companions=1)
        assert form.is_valid()
        assert form.entry().companions == ()
        assert form.entry().party_size == 1

    def test_names_without_the_tick_still_stay_in_the_form(self):
        form = build_form([], max_companions=1, data=QueryDict("companion_1=Ben"))
        assert not form.is_valid()
        assert form["companion_1"].value() == "Ben"

    def test_more_names_than_allowed_are_ignored(self):
        form = sent("companions=on&companion_1=Ada&companion_2=Ben", max_companions=1)
        assert form.is_valid()
        assert form.entry().companions == ("Ada",)

    def test_nobody_brings_more_than_nine(self):
        assert "companion_9" in build_form([], max_companions=99).fields
        assert "companion_10" not in build_form([], max_companions=99).fields

    def test_a_faulty_name_is_refused_once(self):
        form = sent("companions=on&companion_1=12345", max_companions=2)
        assert form.errors == {"companion_1": ["Write your companion's name in letters."]}


class TestConsent:
    def test_the_sentence_is_the_label(self):
        assert build_form([], consent_text="Yes, 100 %.")["consent"].label == "Yes, 100 %."

    def test_it_must_be_ticked(self):
        form = sent(consent_text="Yes, 100 %.")
        assert form.errors == {"consent": ["Tick the box so that we may use your answers."]}
        assert sent("consent=on", consent_text="Yes, 100 %.").is_valid()


class TestPublication:
    @pytest.mark.parametrize(
        "typed", ["", "x", "-1", "0", "1.5", "9" * 30, "9" * 5000, "%00", "=1+1", "%ED%A0%80"]
    )
    def test_nonsense_is_ignored(self, typed):
        form = sent(f"publication={typed}")
        assert form.is_valid()
        assert form.entry().publication_id is None

    def test_the_form_that_comes_back_names_the_present_one(self):
        form = sent("publication=7", publication_id=8)
        assert str(form["publication"]) == (
            '<input type="hidden" name="publication" value="8" id="id_publication">'
        )

    def test_what_the_guest_saw_is_told(self):
        form = sent("publication=7", publication_id=8)
        assert form.is_valid()
        assert form.entry().publication_id == 7


def test_errors_are_listed_in_the_order_of_the_form():
    form = build_form(
        [Question("q1", "Why", "singleline"), DIET],
        max_companions=1,
        consent_text="Yes.",
        data=QueryDict("q2=Meat&companions=on"),
    )
    assert [field.name for field in form.faulty_fields] == [
        *("name", "email", "q1", "q2", "companion_1", "consent")
    ]
    assert form.error_count == 6

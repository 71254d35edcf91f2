"""The field that people don't see."""

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.template.loader import render_to_string

from events.forms import TRAP, Question, build_form
from events.forms.trap import TRAPPED

GUEST = "name=Cleo&email=cleo@example.org"


def form(query=None, questions=(), **options):
    data = None if query is None else QueryDict(query)
    return build_form(questions, data=data, trap=True, **options)


def trapped(typed="spam"):
    return form(f"{GUEST}&{TRAP}={typed}")


def drawn(form):
    return BeautifulSoup(str(form), "html.parser").select_one(".ev-trap")


def summary(form):
    html = render_to_string("tilmeld/forms/error_summary.html", {"form": form})
    return BeautifulSoup(html, "html.parser")


def test_it_stands_only_where_it_is_asked_for():
    assert TRAP not in build_form([]).fields
    assert str(build_form([])).count("ev-trap") == 0
    assert str(form()).count("ev-trap") == 1


@pytest.mark.parametrize("typed", ["spam", "0", "%00", "%ED%A0%80", "x" * 9999, "on"])
def test_anything_in_it_is_refused_with_a_sentence(typed):
    assert trapped(typed).errors == {"__all__": [TRAPPED]}


@pytest.mark.parametrize("query", ["", f"&{TRAP}=", f"&{TRAP}=+%0A"])
def test_nothing_in_it_is_right(query):
    assert form(GUEST + query).is_valid()


def test_it_is_hidden_by_a_class_from_eyes_screen_readers_and_keyboard():
    trap = drawn(form())
    assert (trap["class"], trap["aria-hidden"]) == (["ev-trap"], "true")
    assert trap.input["tabindex"] == "-1"
    assert "style" not in str(trap)


def test_it_says_what_to_do_to_those_who_see_it_all_the_same():
    trap = drawn(form())
    assert trap.label.text == "Leave this empty"
    assert trap.label["for"] == trap.input["id"]


def test_programs_take_it_for_any_other():
    control = drawn(form()).input
    assert (control["type"], control["name"]) == ("text", TRAP)
    assert control["autocomplete"] == "off"


def test_it_comes_back_empty_or_nobody_could_get_out():
    assert not drawn(trapped()).input.has_attr("value")
    assert drawn(trapped()) == drawn(form())


def test_it_is_no_row_and_no_answer():
    sent = form(f"{GUEST}&q1=Toilets", [Question("q1", "Topic", "singleline")])
    names = ["name", "email", "q1"]
    assert [field.name for field in sent.rows] == names
    assert [field.name for field in sent.visible_fields()] == names
    assert sent.is_valid()
    assert sent.entry().answers == {"q1": "Toilets"}


def test_a_question_named_like_it_does_not_take_its_place():
    sent = form(f"{GUEST}&{TRAP}=spam", [Question(TRAP, "Comments", "singleline")])
    assert not sent.is_valid()


class TestTheSummary:
    def test_asks_for_no_correction_where_there_is_none_to_make(self):
        box = summary(trapped())
        assert box.h2.text.strip() == "Send it once more"
        assert [item.text for item in box.select("li")] == [TRAPPED]
        assert box.select("a") == []

    def test_counts_only_answers(self):
        box = summary(form(f"name=Cleo&email=cleo@example&{TRAP}=spam"))
        assert box.h2.text.strip() == "Correct 1 answer and send again"
        assert [link["href"] for link in box.select("a")] == ["#id_email"]
        assert box.li.text == TRAPPED

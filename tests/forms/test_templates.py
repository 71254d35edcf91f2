"""How the form is drawn: labels, hints, errors and what they are tied to."""

import copy

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.datastructures import MultiValueDict

from events.forms import Question, build_form

CONTROLS = ["input", "select", "textarea"]

QUESTIONS = [
    Question("q1", "Organisation", "singleline", required=False),
    Question("q2", "I come as", "radio", "One will do", choices="Neighbour\nShop"),
    Question("q3", "Needs", "checkboxes", "If it helps", required=False, choices="Loop\nVegan"),
    Question("q4", "Topic", "multiline", "A place, say.", required=False),
    Question("q5", "Arrival", "date"),
    Question("q6", "Floor", "dropdown", choices="1\n2"),
    Question("q7", "Please note", "explanation", "The lift is out."),
    Question("q8", "I know the house rules", "agree"),
    Question("q9", "Children", "number"),
    Question("q10", "Telephone", "telephone"),
    Question("q11", "Another address", "email"),
    Question("q12", "Newsletter", "checkbox", required=False),
]
NAMES = ["name", "email", *(q.key for q in QUESTIONS if q.has_answer), "companions", "consent"]


def form(query=None, questions=QUESTIONS, max_companions=2, **options):
    data = None if query is None else QueryDict(query)
    return build_form(
        questions, max_companions=max_companions, consent_text="Yes.", data=data, **options
    )


def drawn(form):
    return BeautifulSoup(str(form), "html.parser")


def rows(soup):
    """Each field's outermost element by the name of its controls; companions' names apart."""
    found = {}
    for control in soup.select(".ev-field :is(input, select, textarea)"):
        found[control["name"]] = control.find_parent(class_="ev-field")
    return found


@pytest.fixture
def blank():
    return drawn(form())


@pytest.fixture
def faulty():
    return drawn(form("q3=Meat&companions=on"))


class TestEveryField:
    def test_stands_in_the_forms_order(self, blank):
        assert list(rows(blank)) == [
            *NAMES[:-1],
            *("companion_1", "companion_2", "consent"),
        ]

    def test_has_a_label_tied_to_its_control(self, blank):
        for control in blank.select(".ev-field :is(input, select, textarea)"):
            assert blank.select(f'label[for="{control["id"]}"]') != []

    def test_of_a_group_has_a_legend(self, blank):
        assert [legend.text for legend in blank.select("fieldset > legend")] == [
            "I come as",
            "Needs (optional)",
        ]

    def test_carries_no_attribute_that_browsers_complain_or_cut_by(self, blank, faulty):
        assert blank.select("[required], [maxlength], [pattern], [min], [max]") == []
        assert faulty.select("[required], [maxlength], [pattern], [min], [max]") == []

    def test_says_whether_it_is_optional(self, blank):
        optional = [name for name, row in rows(blank).items() if "(optional)" in row.text]
        assert optional == ["q1", "q3", "q4", "q12", "companions", "companion_2"]

    def test_shows_label_hint_error_and_control_in_this_order(self, faulty):
        row = rows(faulty)["q2"]
        parts = row.find_all(["legend", "p", "div"])
        assert [part["class"] for part in parts] == [
            ["ev-label"],
            ["ev-hint"],
            ["ev-error"],
            ["ev-choices"],
        ]
        email = rows(faulty)["email"].find_all(["label", "p", "input"])
        assert [part["class"][0] for part in email] == [
            "ev-label",
            "ev-hint",
            "ev-error",
            "ev-input",
        ]

    def test_is_described_by_its_hint_and_then_its_error(self, blank, faulty):
        assert rows(blank)["email"].input["aria-describedby"] == "id_email_hint"
        assert rows(faulty)["email"].input["aria-describedby"] == "id_email_hint id_email_error"
        assert rows(faulty)["q2"]["aria-describedby"] == "id_q2_hint id_q2_error"
        assert not rows(blank)["name"].input.has_attr("aria-describedby")

    def test_is_described_by_what_is_there(self, faulty):
        for described in faulty.select("[aria-describedby]"):
            for id_ in described["aria-describedby"].split():
                assert len(faulty.select(f"#{id_}")) == 1

    def test_that_is_faulty_says_so(self, blank, faulty):
        invalid = {control["name"] for control in faulty.select("[aria-invalid=true]")}
        marked = {name for name, row in rows(faulty).items() if "ev-field--error" in row["class"]}
        assert invalid == marked
        assert invalid == {*NAMES, "companion_1"} - {"q1", "q4", "q12", "companions"}
        assert blank.select("[aria-invalid], .ev-error, .ev-field--error") == []

    def test_has_ids_of_its_own(self, faulty):
        ids = [element["id"] for element in faulty.select("[id]")]
        assert sorted(ids) == sorted(set(ids))


class TestControls:
    @pytest.mark.parametrize(
        ("name", "attributes"),
        [
            ("name", {"type": "text", "autocomplete": "name"}),
            ("email", {"type": "email", "autocomplete": "email", "spellcheck": "false"}),
            ("q1", {"type": "text", "autocomplete": "organization"}),
            ("q5", {"type": "date"}),
            ("q9", {"type": "text", "inputmode": "decimal"}),
            ("q10", {"type": "tel", "autocomplete": "tel"}),
            ("q11", {"type": "email"}),
            ("companion_1", {"type": "text", "autocomplete": "off"}),
        ],
    )
    def test_help_to_fill_in(self, blank, name, attributes):
        control = blank.find("input", attrs={"name": name})
        assert {key: control.get(key) for key in attributes} == attributes

    def test_a_long_text_says_its_limit_after_the_editors_hint(self, blank):
        assert blank.select_one("#id_q4_hint").text == "A place, say. At most 5,000 characters."

    def test_a_tick_reveals_the_companions_names(self, blank):
        more = blank.select_one(".ev-more")
        assert more.select_one("label > .ev-more__switch")["name"] == "companions"
        names = [field["name"] for field in more.select(".ev-more__part .ev-field > input")]
        assert names == ["companion_1", "companion_2"]
        assert [hint.text for hint in more.select(".ev-hint")] == [
            "Each companion also takes a seat."
        ]

    def test_an_only_companion_has_no_number(self):
        soup = drawn(form(max_companions=1))
        assert soup.find("label", attrs={"for": "id_companion_1"}).text == "Your companion's name"

    def test_an_explanation_is_a_heading_and_words(self, blank):
        heading = blank.find("h3")
        assert heading.text == "Please note"
        assert heading.find_next("p").text == "The lift is out."
        assert blank.select('[name="q7"]') == []

    def test_what_was_typed_and_chosen_comes_back(self):
        soup = drawn(form("q1=A+%26+B&q2=Shop&q3=Loop&q3=Vegan&q4=%0Aone%0Atwo&q6=2&q8=on"))
        assert soup.find("input", attrs={"name": "q1"})["value"] == "A & B"
        checked = [f"{box['name']}={box.get('value', 'on')}" for box in soup.select("[checked]")]
        assert checked == ["q2=Shop", "q3=Loop", "q3=Vegan", "q8=on"]
        assert soup.find("textarea").text.removeprefix("\n") == "\none\ntwo"
        assert soup.select_one("option[selected]").text == "2"


def test_nothing_an_editor_or_guest_writes_becomes_markup():
    bad = "<script>x</script>\"'&amp;{{ x }}"
    kinds = ["singleline", "multiline", "radio", "checkboxes", "dropdown", "agree", "explanation"]
    questions = [Question(f"q{n}", bad, kind, bad, choices=bad) for n, kind in enumerate(kinds)]
    soup = drawn(form("q0=%3Cscript%3E", questions))
    assert soup.find("script") is None
    assert [label.text for label in soup.select("legend")] == [bad, bad]
    assert soup.select_one("#id_q0_hint").text == bad
    assert soup.select_one("#id_q2_0")["value"] == bad
    assert soup.select_one("#id_q0")["value"] == "<script>"


def test_no_script_or_style_stands_in_the_markup(faulty):
    for element in faulty.find_all(True):
        assert element.name not in ("script", "style")
        assert [name for name in element.attrs if name == "style" or name.startswith("on")] == []


class TestErrorSummary:
    def summary(self, faulty_form):
        html = render_to_string("tilmeld/forms/error_summary.html", {"form": faulty_form})
        return BeautifulSoup(html, "html.parser")

    def test_it_lists_the_sentences_of_the_fields_with_links_to_their_controls(self, faulty):
        links = self.summary(form("q3=Meat&companions=on")).select("a")
        assert [link["href"] for link in links] == [
            *("#id_name", "#id_email", "#id_q2_0", "#id_q3_0", "#id_q5", "#id_q6", "#id_q8"),
            *("#id_q9", "#id_q10", "#id_q11", "#id_companion_1", "#id_consent"),
        ]
        for link in links:
            control = faulty.select_one(link["href"])
            assert control.name in CONTROLS
            [error] = rows(faulty)[control["name"]].find_all(class_="ev-error", recursive=False)
            assert error.text == f"Error: {link.text}"

    @pytest.mark.parametrize(
        ("query", "heading"),
        [
            ("consent=on&email=cleo@example.org", "Correct 1 answer and send again"),
            ("consent=on", "Correct 2 answers and send again"),
        ],
    )
    def test_its_heading_counts(self, query, heading):
        soup = self.summary(form(query, questions=[]))
        assert soup.h2.text.strip() == heading
        assert soup.p.text == "We have kept what you wrote."

    def test_it_does_not_promise_files(self):
        sent = MultiValueDict({"q1": [SimpleUploadedFile("a.pdf", b"%PDF-")]})
        soup = self.summary(form("consent=on", questions=[], uploads=sent))
        assert soup.p.text == "We have kept what you wrote, but no files: choose them again."

    def test_it_takes_the_focus(self):
        box = self.summary(form("", questions=[])).div
        assert (box["role"], box["tabindex"]) == ("alert", "-1")
        assert box["aria-labelledby"] == box.h2["id"]

    def test_it_tells_what_belongs_to_no_field(self):
        refused = form("name=Cleo&email=cleo@example.org&consent=on", questions=[])
        refused.add_error(None, "There is only 1 seat left.")
        assert [item.text for item in self.summary(refused).select("li")] == [
            "There is only 1 seat left."
        ]

    def test_without_errors_there_is_none(self):
        assert self.summary(form()).text.strip() == ""
        good = form("name=Cleo&email=cleo@example.org&consent=on", questions=[])
        assert self.summary(good).text.strip() == ""


def test_a_host_may_replace_the_template_of_one_kind(tmp_path):
    (tmp_path / "tilmeld/forms").mkdir(parents=True)
    (tmp_path / "tilmeld/forms/email.html").write_text("<p>ours: {{ field }}</p>")
    templates = copy.deepcopy(django_settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    with override_settings(TEMPLATES=templates):
        soup = drawn(form())
    assert [p.input["name"] for p in soup.select("p:has(> input)")] == ["email", "q11"]

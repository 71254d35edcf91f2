"""Answers, addresses and errors as templates show them."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template
from django.utils import translation

from events.forms import Question
from events.templatetags import tilmeld_text as text


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("language", "shown"), [("da", "-40,5"), ("en", "-40.5")])
def test_an_answered_number_is_written_as_people_do(language, shown):
    asked = Question(key="q1", label="How much?", field_type="number")
    with translation.override(language):
        assert text.answer_to("-40.5", asked) == shown
        assert text.answer_to("see example.org", asked) == "see example.org"


def test_an_answered_date_is_written_as_people_do(english):
    asked = Question(key="q1", label="When do you come?", field_type="date")
    assert text.answer_to("2024-02-22", asked).replace("\u00a0", " ") == "Thursday 22 February 2024"
    line = Question(key="q1", label="When do you come?", field_type="singleline")
    assert text.answer_to("2024-02-22", line) == "2024-02-22"
    for no_day in ("next week", "2024-02-30"):
        assert text.answer_to(no_day, asked) == no_day


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Day", "2024-02-22", "Thursday 22 February 2024"),
        ("Member number", "20240222", "20240222"),
        ("Diet", ["Vegan food", "Fish"], "Vegan food, Fish"),
        ("Diet", None, "nothing"),
        ("companions", ["Dora", ""], "Dora and 1 companion"),
        ("companions", [], "nobody"),
    ],
)
def test_what_was_changed_is_told_as_people_read_it(english, label, value, words):
    assert text.changed(label, value).replace("\u00a0", " ") == words


def test_addresses():
    assert text.tel("+45 33 66 24 51") == "+4533662451"
    assert text.bare_address("http://www.kk.dk/") == "www.kk.dk"
    assert text.bare_address("https://example.org/was") == "example.org/was"
    assert text.short_address("https://example.org/m%C3%B8de/") == "example.org/møde"


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        (
            "https://map.example.org/?q={address}",
            "https://map.example.org/?q=The%20square%201%2C%20%C3%85",
        ),
        ("", ""),
    ],
)
def test_an_address_is_found_on_the_hosts_map(settings, link, leads_to):
    settings.TILMELD = {"MAP_LINK": link}
    assert text.map_link("The square 1\nÅ") == leads_to


class Choosing(forms.Form):
    when = forms.ChoiceField(choices=[("now", "Now")], widget=forms.RadioSelect, help_text="Soon.")
    day = forms.DateField(help_text="A day.")


def test_what_is_wrong_with_a_field_of_the_admin_is_read_with_it(english):
    html = Template("{% load tilmeld_fields %}{% for f in form %}{% admin_field f %}{% endfor %}")
    page = BeautifulSoup(html.render(Context({"form": Choosing({"day": "soon"})})), "html.parser")
    group, day = page.select_one("[role=group]"), page.select_one("[name=day]")
    assert group["aria-label"] == "When"
    for described, words in {"when": group, "day": day}.items():
        ids = words["aria-describedby"].split()
        assert ids == [f"id_{described}_help", f"id_{described}_error"]
        assert all(page.find(id=each).get_text(strip=True) for each in ids)

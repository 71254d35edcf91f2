import pytest

from events.rules import placeholders
from tests.nasty import VALUES

VALUES_OF = {name: name.upper() for name in placeholders.NAMES}


@pytest.mark.parametrize("name", placeholders.NAMES)
def test_each_can_be_filled_in(name):
    written = f"<p>One, <b>{{{name}}}</b> two</p>"
    assert placeholders.problem(written) == ""
    assert placeholders.filled(written, VALUES_OF) == f"<p>One, <b>{name.upper()}</b> two</p>"


@pytest.mark.parametrize(
    "unknown", ["nmae", "", " ", "Name", " name ", "name.__class__", "0", "!r"]
)
def test_another_is_refused_and_the_known_are_named(unknown):
    sentence = placeholders.problem(f"<p>Dear {{{unknown}}}</p>")
    assert f"“{{{unknown}}}” can't be filled in." in sentence
    assert "{name}, {event}, {date}, {place}, {deadline}, {seats}" in sentence


@pytest.mark.parametrize("split", ["{na<b>me</b>}", "{<i>name</i>}", "<b>{name</b>}"])
def test_one_with_formatting_inside_is_refused_rather_than_left_as_it_is(split):
    assert "“{name}” can't be filled in." in placeholders.problem(f"<p>{split}</p>")


@pytest.mark.parametrize("text", ["{", "}", "}{", "{ and no end", "a } b", "{{", "50 % {"])
def test_a_brace_alone_is_a_brace(text):
    assert placeholders.problem(f"<p>{text}</p>") == ""
    assert placeholders.filled(f"<p>{text}</p>", VALUES_OF) == f"<p>{text}</p>"


def test_nothing_is_filled_into_an_address():
    link = '<p><a href="https://example.org/?to={name}">{event}</a></p>'
    assert placeholders.problem(link) == ""
    assert placeholders.filled(link, VALUES_OF) == link.replace("{event}", "EVENT")


@pytest.mark.parametrize("value", VALUES.values(), ids=list(VALUES))
def test_a_value_is_never_markup_and_never_filled_in_again(value):
    text = placeholders.filled("<p>{name}</p>", {"name": value + "{event}", "event": "E"})
    assert "<" not in text.removeprefix("<p>").removesuffix("</p>")
    assert "{event}" in text

"""The cleaner: what can't be seen goes, what people write stays."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.forms.text import clean_line, clean_text, encodable, has_letter
from tests.nasty import VALUES

#: Format characters that scripts need or that are drawn; the others are invisible.
WANTED_FORMATS = {
    *range(0x600, 0x606),
    *(0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x180E, 0x200C, 0x200D, 0x110BD, 0x110CD),
    *range(0x13430, 0x13440),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
}
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

anything = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from([*"aé \n\r\t\u0301\u200c\u200d\u00ad\u2028\u3164\ufe0f", "🏴", *SCOTLAND]),
    )
)


def is_forbidden(character: str) -> bool:
    number, category = ord(character), unicodedata.category(character)
    if category == "Cf":
        return number not in WANTED_FORMATS
    is_no_character = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return category in {"Cc", "Cs", "Zl", "Zp"} or is_no_character


@given(anything)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(anything)
def test_no_forbidden_character_is_left(text):
    cleaned = clean_text(text).replace(SCOTLAND, "")
    assert [c for c in cleaned if is_forbidden(c) and c not in "\n\t"] == []
    assert [c for c in clean_line(text).replace(SCOTLAND, "") if is_forbidden(c)] == []


@given(anything)
def test_cleaned_text_is_composed_stripped_and_can_be_encoded(text):
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    cleaned.encode()


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"])))
def test_visible_characters_all_stay(text):
    blank = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"))
    text = unicodedata.normalize("NFC", text.translate(blank))
    assert clean_line(text) == text


@pytest.mark.parametrize("plane", range(17))
def test_a_character_is_kept_or_removed_as_its_category_says(plane):
    numbers = range(plane * 0x10000, (plane + 1) * 0x10000)
    assigned = {c for c in map(chr, numbers) if unicodedata.category(c) != "Cn"}
    kept = {c for c in assigned if len(clean_text(f"1{c}2")) > 2}
    line_ends = assigned & set("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
    assert kept == {c for c in assigned if not is_forbidden(c)} | line_ends


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("one\r\ntwo\rthree\x0bfour\x85five\u2028six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("one\n\n\ttwo", "one\n\n\ttwo"),
        ("An\x00na\ud800", "Anna"),
        ("An\u00adna\u200b \u202egpj.exe\u202c", "Anna gpj.exe"),
        ("e\u00ad\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ശ്രീ ന്\u200d", "ശ്രീ ന്\u200d"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥"),
        ("葛\U000e0100", "葛\U000e0100"),
        (f"{SCOTLAND}!", f"{SCOTLAND}!"),
        ("hi\U000e0068\U000e0069\U000e007f", "hi"),
        ("a \u200d\u200cb\u200d\u200d", "a b\u200d"),
        ("=1+1 <b>&amp;</b> %s {{ x }}", "=1+1 <b>&amp;</b> %s {{ x }}"),
    ],
)
def test_text(typed, cleaned):
    assert clean_text(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Anna\r\nBcc: eve@example.org", "Anna Bcc: eve@example.org"),
        ("\tone\t\ttwo\n", "one two"),
        ("two  blanks", "two  blanks"),
    ],
)
def test_line(typed, cleaned):
    assert clean_line(typed) == cleaned


@pytest.mark.parametrize("description", [d for d in VALUES if d.startswith("nothing but")])
def test_what_cannot_be_seen_is_empty(description):
    assert clean_text(VALUES[description]) == ""


def test_letters_count_in_every_script_but_not_fillers():
    assert has_letter("李")
    assert has_letter("1 م")
    assert not has_letter("\u3164 \u115f 7 😀")


def test_what_is_shown_again_can_be_encoded():
    assert encodable("a\ud800\x00\u202eb") == "a\x00\u202eb"


def test_marks_piled_up_by_the_million_are_cleaned_at_once():
    before = time.process_time()
    clean_text("a" + "\u0301\u0316" * 600_000)
    assert time.process_time() - before < 2

"""Each kind of question: what it takes, how it keeps it, and the sentence for what it refuses."""

import pytest
from django.core.mail.message import sanitize_address
from django.http import QueryDict
from django.utils import translation

from events.forms import Question, build_form

FIXED = {"name": "Cleo", "email": "cleo@example.org"}


def question(field_type, **fields):
    return Question(**{"key": "q", "label": "Why 100 %s?", "field_type": field_type} | fields)


def filled_form(asked, typed, **fixed):
    data = QueryDict(mutable=True)
    data.update(FIXED | fixed)
    data.setlist(asked.key, typed if isinstance(typed, list) else [typed])
    return build_form([asked], data=data)


def answer(asked, typed):
    form = filled_form(asked, typed)
    assert form.errors == {}
    return form.entry().answers.get("q")


def taken_name(typed):
    form = filled_form(question("explanation"), "", name=typed)
    assert form.errors == {}
    return form.entry().name


def sentences(asked, typed):
    return list(filled_form(asked, typed).errors["q"])


class TestAnyText:
    def test_it_is_kept_clean(self):
        assert answer(question("singleline"), " A\u0301nna\r\n\u202eJensen\x00 ") == "Ánna Jensen"
        assert answer(question("multiline"), "one\r\ntwo\x0bthree") == "one\ntwo\nthree"

    @pytest.mark.parametrize("field_type", ["singleline", "multiline", "telephone", "date"])
    @pytest.mark.parametrize("nothing", ["", " \n", "\u200b\u3164"], ids=ascii)
    def test_a_required_answer_is_asked_for_by_its_label(self, field_type, nothing):
        expected = ["Write an answer to “Why 100 %s?”."]
        assert sentences(question(field_type), nothing) == expected

    @pytest.mark.parametrize("nothing", ["", "\u200b\u3164"], ids=ascii)
    def test_an_optional_answer_may_be_left_out(self, nothing):
        assert answer(question("singleline", required=False), nothing) is None

    @pytest.mark.parametrize(("field_type", "limit"), [("singleline", 255), ("multiline", 5000)])
    def test_the_limit_counts_composed_characters(self, field_type, limit):
        assert answer(question(field_type), "e\u0301" * limit) == "é" * limit

    def test_one_character_too_many_is_told_with_both_numbers(self):
        expected = ["Shorten the answer to 255 characters. It is 256 now."]
        assert sentences(question("singleline"), "a" * 256) == expected

    def test_ten_megabytes_are_refused_with_numbers_as_the_language_writes_them(self):
        typed = "x" * 10_485_760
        expected = ["Shorten the answer to 5,000 characters. It is 10,485,760 now."]
        assert sentences(question("multiline"), typed) == expected
        with translation.override("da"):
            assert "10.485.760" in sentences(question("multiline"), typed)[0]

    def test_what_was_too_long_stays_in_the_form_whole(self):
        form = filled_form(question("multiline"), "x" * 10_485_760)
        assert form["q"].value() == "x" * 10_485_760
        assert "x" * 10_485_760 in str(form["q"])


class TestName:
    @pytest.mark.parametrize("name", ["Siobhán O'Neill", "李小龍", "می\u200cخواهم", "a" * 120])
    def test_any_script_is_taken_as_it_is(self, name):
        assert taken_name(name) == name

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("", "Write your name."),
            ("\u200b\u3164", "Write your name."),
            ("12345", "Write your name in letters."),
            ("7 \u3164", "Write your name in letters."),
            ("\ufdfa" * 23, "Write your name in letters."),
            ("a" * 121, "Shorten the answer to 120 characters. It is 121 now."),
        ],
        ids=ascii,
    )
    def test_what_is_no_name_is_refused(self, name, sentence):
        form = filled_form(question("explanation"), "", name=name)
        assert form.errors["name"] == [sentence]

    def test_a_line_break_becomes_a_blank(self):
        assert taken_name("Anna\r\nBcc: eve@example.org") == "Anna Bcc: eve@example.org"


class TestEmail:
    @pytest.mark.parametrize(
        "address",
        [
            "anna+tag@mail.example.org",
            "o'neill@example.org",
            "Anna@BLÅBÆR.example",
            "anna@xn--blbr-roah.example",
            f"{'a' * 242}@example.org",
        ],
    )
    def test_one_bare_address_is_taken_as_it_is_and_can_be_written_to(self, address):
        assert answer(question("email"), f"  {address}\n") == address
        assert sanitize_address(("", address), "utf-8").isascii()

    @pytest.mark.parametrize(
        "address",
        [
            "anna",
            "anna@",
            "@example.org",
            "anna@example",
            "anna@localhost",
            "anna@127.0.0.1",
            "anna@[127.0.0.1]",
            "anna@-example.org",
            "anna@example..org",
            "anna@example.org.",
            "anna@my_host.example.org",
            "an..na@example.org",
            "an na@example.org",
            '"an na"@example.org',
            "ånna@example.org",
            "ſ@example.org",
            "Anna <anna@example.org>",
            "anna@example.org, eve@example.org",
            "anna@example.org\r\nBcc: eve@example.org",
            "anna@\u2100.example.org",
            "anna@straße.example",
            f"anna@{'a' * 64}.example.org",
            f"anna@{'.'.join(['ø' * 20] * 9)}.example",
        ],
    )
    def test_anything_else_is_refused(self, address):
        expected = ["Write the whole e-mail address, for example name@example.org."]
        assert sentences(question("email"), address) == expected

    def test_more_than_254_characters_are_refused(self):
        expected = ["Shorten the answer to 254 characters. It is 255 now."]
        assert sentences(question("email"), f"{'a' * 243}@example.org") == expected

    @pytest.mark.parametrize("address", ["", "anna@localhost"])
    def test_the_guests_own_address_is_always_asked_for_whole(self, address):
        form = filled_form(question("explanation"), "", email=address)
        expected = ["Write the whole e-mail address, for example name@example.org."]
        assert form.errors["email"] == expected


class TestTelephone:
    @pytest.mark.parametrize(
        "number",
        ["33662451", "33 66 24 51", "33.66-24.51", "+45 33 66 24 51", "0045 33662451"]
        + ["(+46) 8-123-45-67", "+44 (0)20 7946 0000", "+1\u00a0212\u2011555\u20110100"],
    )
    def test_it_is_kept_as_it_was_typed(self, number):
        assert answer(question("telephone"), f" {number} ") == number

    @pytest.mark.parametrize(
        "number", ["112", "33 FLOWER", "+45", "4533662451", "+4533662451336624", "+0 33662451", "="]
    )
    def test_what_cannot_be_called_is_refused(self, number):
        expected = [
            "Write the telephone number with 8 digits, or with its country code, "
            "for example +46 8 123 45 67."
        ]
        assert sentences(question("telephone"), number) == expected


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [("0", "0"), ("-0", "0"), ("007", "7"), ("1,5", "1.5"), ("1.50", "1.50"), ("+2", "2")]
        + [("−3", "-3"), ("1 000", "1000"), ("10\u00a0000", "10000"), ("0,125", "0.125")]
        + [("١٢", "12"), ("1234.567", "1234.567"), ("9" * 15, "9" * 15)],
    )
    def test_it_is_kept_as_decimal_text(self, typed, kept):
        assert answer(question("number"), typed) == kept

    @pytest.mark.parametrize(
        "typed",
        ["NaN", "sNaN", "Infinity", "-inf", "1e9", "1e999999999", "0x10", "1_000", "½", "x²"]
        + ["1.234,56", "1,", ".5", "two", "=1+1", "--1"],
    )
    def test_what_is_no_number_is_refused(self, typed):
        expected = ["Write a number as the answer to “Why 100 %s?”, for example 2 or 1.5."]
        assert sentences(question("number"), typed) == expected

    @pytest.mark.parametrize("typed", ["1.000", "12,345", "-1.000"])
    def test_what_could_be_read_in_two_ways_is_refused(self, typed):
        expected = ["Write the number without a thousands separator, for example 1000."]
        assert sentences(question("number"), typed) == expected

    @pytest.mark.parametrize(
        ("given", "shown"),
        [("40.5", "40,5"), ("1234.567", "1234,567"), ("-3", "-3"), (None, None)],
    )
    def test_one_that_was_given_is_shown_as_its_language_writes_it(self, given, shown):
        asked = question("number")
        with translation.override("da"):
            assert build_form([asked], initial={"q": given})["q"].value() == shown
        assert build_form([asked], initial={"q": given})["q"].value() == given

    def test_one_that_was_refused_is_shown_as_it_was_typed(self):
        with translation.override("da"):
            assert filled_form(question("number"), "1.000")["q"].value() == "1.000"

    def test_more_digits_than_a_spreadsheet_keeps_are_refused(self):
        expected = ["Write a number of at most 15 digits."]
        assert sentences(question("number"), "9" * 16) == expected


class TestDate:
    @pytest.mark.parametrize(
        "typed", ["2027-02-22", "22-02-2027", "22.2.2027", "22/02/2027", " 22-2-2027\n"]
    )
    def test_it_is_kept_as_iso_text(self, typed):
        assert answer(question("date"), typed) == "2027-02-22"

    @pytest.mark.parametrize(
        "typed", ["30-02-2027", "0000-01-01", "22-02-27", "2027-W08-1", "20270222", "tomorrow"]
    )
    def test_what_is_no_date_is_refused(self, typed):
        expected = ["Write a date as the answer to “Why 100 %s?”, for example 22-02-2027."]
        assert sentences(question("date"), typed) == expected

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("22.2.2027", '<input type="date" name="q" value="2027-02-22"'),
            ("tomorrow", '<input type="text" name="q" value="tomorrow"'),
            ("", '<input type="date" name="q" class'),
        ],
    )
    def test_what_was_typed_is_shown_again_even_where_a_calendar_cannot(self, typed, shown):
        assert str(filled_form(question("date"), typed)["q"]).startswith(shown)


class TestOneChoice:
    @pytest.mark.parametrize("field_type", ["radio", "dropdown"])
    @pytest.mark.parametrize("required", [True, False])
    def test_one_of_the_choices_is_taken(self, field_type, required):
        asked = question(field_type, choices="Red\nGreen, or not", required=required)
        assert answer(asked, "Green, or not") == "Green, or not"

    @pytest.mark.parametrize(
        ("field_type", "typed"),
        [("radio", []), ("dropdown", []), ("dropdown", [""]), ("checkboxes", [])],
    )
    def test_a_required_choice_is_asked_for_by_its_label(self, field_type, typed):
        asked = question(field_type, choices="Red\nGreen")
        assert sentences(asked, typed) == ["Choose an answer to “Why 100 %s?”."]

    @pytest.mark.parametrize("field_type", ["radio", "dropdown"])
    @pytest.mark.parametrize("typed", [[], [""]], ids=["not sent", "empty"])
    def test_an_optional_choice_may_be_left_out(self, field_type, typed):
        assert answer(question(field_type, choices="Red\nGreen", required=False), typed) is None

    @pytest.mark.parametrize("field_type", ["radio", "dropdown", "checkboxes"])
    @pytest.mark.parametrize("typed", ["Blue", "red", "Red\u200b", "Re\ud800d", "R" * 100_000])
    def test_a_choice_that_is_gone_or_forged_is_refused(self, field_type, typed):
        asked = question(field_type, choices="Red\nGreen", required=False)
        assert sentences(asked, typed) == ["Choose one of the answers to “Why 100 %s?”."]

    def test_an_optional_radio_offers_to_take_the_choice_back(self):
        asked = question("radio", choices="Red\nGreen", required=False)
        assert [c.choice_label for c in build_form([asked])["q"]] == ["Red", "Green", "No answer"]

    def test_a_required_radio_offers_the_choices_alone_and_none_is_made(self):
        radio = build_form([question("radio", choices="Red\nGreen")])["q"]
        assert [c.choice_label for c in radio] == ["Red", "Green"]
        assert "checked" not in str(radio)

    def test_a_drop_down_list_chooses_nothing_by_itself(self):
        asked = question("dropdown", choices="Red\nGreen")
        assert list(build_form([asked]).fields["q"].choices) == [
            ("", "Choose an answer"),
            ("Red", "Red"),
            ("Green", "Green"),
        ]


class TestChoices:
    @pytest.mark.parametrize(
        ("written", "offered"),
        [
            ("Red\nGreen, or not\n", ["Red", "Green, or not"]),
            ("Red, Green,, Blue ,", ["Red", "Green", "Blue"]),
            ("Red\r\n\r\nGreen,\r\nRed", ["Red", "Green"]),
            ("Re\u00add\x07\n\u202eGreen", ["Red", "Green"]),
            ("Only one", ["Only one"]),
        ],
    )
    def test_one_a_line_or_between_commas_each_once(self, written, offered):
        form = build_form([question("checkboxes", choices=written)])
        assert [value for value, _label in form.fields["q"].choices] == offered

    @pytest.mark.parametrize("field_type", ["radio", "dropdown", "checkboxes"])
    def test_a_question_without_choices_stops_nobody(self, field_type):
        form = build_form([question(field_type, choices=" \n,")], data=FIXED)
        assert form.is_valid()
        assert "q" not in form.fields


class TestSeveralChoices:
    def test_they_are_kept_as_a_list_each_once(self):
        asked = question("checkboxes", choices="Red\nGreen\nBlue")
        assert answer(asked, ["Green", "Red", "Green"]) == ["Green", "Red"]

    def test_none_may_be_chosen_if_it_is_optional(self):
        assert answer(question("checkboxes", choices="Red", required=False), []) is None

    def test_what_was_ticked_rightly_stays_ticked_beside_a_forged_one(self):
        asked = question("checkboxes", choices="Red\nGreen")
        boxes = [str(box) for box in filled_form(asked, ["Green", "Blue"])["q"]]
        assert ["checked" in box for box in boxes] == [False, True]


class TestTick:
    @pytest.mark.parametrize("field_type", ["checkbox", "agree"])
    def test_a_tick_is_true(self, field_type):
        assert answer(question(field_type), "on") is True

    def test_no_tick_is_no_answer(self):
        assert answer(question("checkbox", required=False), []) is None

    @pytest.mark.parametrize("asked", [question("checkbox"), question("agree", required=False)])
    def test_a_box_that_must_be_ticked_is_named(self, asked):
        assert sentences(asked, []) == ["Tick the box “Why 100 %s?”."]


class TestDefault:
    @pytest.mark.parametrize(
        ("field_type", "default", "shown"),
        [
            ("singleline", " Red ", "Red"),
            ("multiline", "Red\r\nGreen", "Red\nGreen"),
            ("date", "22.2.2027", "2027-02-22"),
            ("radio", "Green\n", "Green"),
            ("dropdown", "Green", "Green"),
            ("checkboxes", "Red, Blue", ["Red", "Blue"]),
            ("checkboxes", "", [""]),
            ("checkbox", "yes", True),
            ("checkbox", "", False),
            ("checkbox", " No", False),
            ("agree", "yes", False),
            ("explanation", "yes", None),
        ],
    )
    def test_the_form_begins_with_it(self, field_type, default, shown):
        asked = question(field_type, default_value=default, choices="Red\nGreen\nBlue")
        assert build_form([asked])["q"].value() == shown

    @pytest.mark.parametrize(
        ("field_type", "sent"), [("checkboxes", []), ("checkbox", []), ("singleline", "")]
    )
    def test_a_guest_may_take_it_back(self, field_type, sent):
        asked = question(field_type, default_value="Red", choices="Red", required=False)
        assert answer(asked, sent) is None

"""Words made fit for letters."""

import pytest

from events.emails.plain import WORD_JOINER, one_line, shortened, unlinked, without_markup
from events.templatetags.tilmeld_letters import as_text


class TestTypedText:
    @pytest.mark.parametrize(
        "typed",
        [
            "www.example.com",
            "http://example.com/x",
            "HTTPS://2130706433/",
            "example.com",
            "eve@example.com",
            "mailto:eve@example.com",
            "example。com",
            "tel:90901234",
        ],
    )
    def test_no_mail_program_makes_a_link_of_it(self, typed):
        for part in unlinked(typed).split(WORD_JOINER):
            assert not part.rstrip(".:@。") or not any(mark in part[:-1] for mark in ".:@。")

    def test_on_one_line_it_is_not_too_long(self):
        assert one_line(" a\r\n b\tc ", 10) == "a b c"
        assert one_line("word " * 100, 20) == "word word word word…"

    def test_what_is_shortened_keeps_its_lines(self):
        assert shortened("one\ntwo", 7) == "one\ntwo"
        assert shortened("one\n two three", 6) == "one…"


class TestMarkup:
    def test_markup_leaves_words_behind(self):
        assert without_markup("<p>a &amp; b</p><p>c</p>") == "a & b\n\nc"
        assert without_markup('<p><a href="mailto:a@example.org">a@example.org</a></p>') == (
            "a@example.org"
        )
        assert without_markup("") == ""


class TestParagraphsOfALetter:
    def test_addresses_stand_under_the_sentence(self):
        html = """
            <p>Can you not come?
               <a href="https://www.example.org/x/">Cancel</a>, please.</p>
            <p>Be <strong>quick</strong> &amp; good</p>
        """
        assert as_text(html) == (
            "Can you not come? Cancel, please.\nhttps://www.example.org/x/\n\nBe quick & good"
        )

    def test_a_link_alone_has_a_colon(self):
        assert as_text('<p><a href="x/">Bo</a></p>') == "Bo:\nx/"

    def test_what_was_typed_is_no_markup(self):
        assert as_text("<p>&lt;p&gt;Bo&lt;/p&gt;</p>") == "<p>Bo</p>"

    def test_nothing_comes_of_nothing(self):
        assert as_text("\n  ") == ""

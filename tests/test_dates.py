"""Dates in words: in English, in Danish, and in the event's own zone."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import translation

from events import dates
from events.models import Event

NBSP = "\u00a0"
FACTS = {
    "start_date": date(2024, 2, 22),
    "start_time": time(16),
    "end_time": time(18),
    "deadline_date": date(2024, 2, 9),
    "timezone": "Europe/Copenhagen",
}


def facts(**changes) -> Event:
    return Event(**FACTS | changes)


def blanks(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def danish():
    with translation.override("da"):
        yield


@pytest.mark.usefixtures("english")
class TestInEnglish:
    def test_an_event_of_some_hours(self):
        assert blanks(dates.when(facts())) == "Thursday 22 February 2024, 16:00–18:00"

    def test_an_event_without_an_announced_end(self):
        assert blanks(dates.when(facts(end_time=None))) == "Thursday 22 February 2024 at 16:00"

    def test_an_event_that_ends_on_the_day_it_starts_although_the_day_is_repeated(self):
        same_day = facts(end_date=date(2024, 2, 22))
        assert blanks(dates.when(same_day)) == "Thursday 22 February 2024, 16:00–18:00"

    def test_an_event_of_several_days(self):
        assert blanks(dates.when(facts(end_date=date(2024, 2, 23)))) == (
            "Thursday 22 February 2024 at 16:00 to Friday 23 February 2024 at 18:00"
        )

    def test_an_event_of_several_days_without_an_end_time(self):
        assert blanks(dates.when(facts(end_date=date(2024, 2, 23), end_time=None))) == (
            "Thursday 22 February 2024 at 16:00 to Friday 23 February 2024"
        )

    def test_a_zone_that_is_not_the_sites_own_is_named(self):
        assert blanks(dates.when(facts(timezone="America/New_York"))) == (
            "Thursday 22 February 2024, 16:00–18:00 (time zone America/New York)"
        )
        assert blanks(dates.start(facts(timezone="America/New_York"))) == (
            "Thursday 22 February 2024 at 16:00 (time zone America/New York)"
        )
        assert blanks(dates.start(facts())) == "Thursday 22 February 2024 at 16:00"

    def test_a_draft_with_a_date_but_no_time(self):
        assert blanks(dates.when(facts(start_time=None, end_time=None))) == (
            "Thursday 22 February 2024"
        )

    def test_a_draft_without_a_date_says_nothing(self):
        empty = Event()
        filters = (dates.when, dates.start, dates.deadline, dates.short_deadline, dates.opening)
        assert {f(empty) for f in filters} == {""}

    def test_a_deadline_date_and_a_deadline_time(self):
        assert blanks(dates.deadline(facts())) == "Friday 9 February 2024"
        noon = facts(deadline_time=time(12))
        assert blanks(dates.deadline(noon)) == "Friday 9 February 2024 at 12:00"
        assert blanks(dates.short_deadline(noon)) == "9 February at 12:00"
        assert [dates.is_whole_day(facts()), dates.is_whole_day(noon)] == [True, False]

    def test_without_a_deadline_one_can_register_until_the_start(self):
        assert blanks(dates.deadline(facts(deadline_date=None))) == (
            "Thursday 22 February 2024 at 16:00"
        )

    def test_on_the_day_of_the_event_not_the_whole_day_counts(self):
        same_day = facts(deadline_date=date(2024, 2, 22))
        assert blanks(dates.deadline(same_day)) == "Thursday 22 February 2024 at 16:00"
        assert not dates.is_whole_day(same_day)

    def test_the_opening(self):
        opens = facts(opens_date=date(2024, 1, 22), opens_time=time(9))
        assert blanks(dates.opening(opens)) == "Monday 22 January 2024 at 9:00"

    def test_the_end(self):
        assert blanks(dates.end(facts())) == "at 18:00"
        assert blanks(dates.end(facts(end_date=date(2024, 2, 23)))) == (
            "on Friday 23 February 2024 at 18:00"
        )
        assert dates.end(facts(end_time=None)) == ""

    @pytest.mark.parametrize(
        ("at", "heading", "sentence"),
        [
            ((7, 22, 59), "Register by Friday", "The last day is Friday 9 February."),
            ((8, 22, 59), "Register by tomorrow", "The last day is tomorrow, Friday 9 February."),
            ((8, 23), "Register by today", "The last day is today, Friday 9 February."),
        ],
    )
    def test_the_last_days_change_at_midnight_in_the_zone_of_the_event(self, at, heading, sentence):
        moment = datetime(2024, 2, *at, tzinfo=UTC)
        assert dates.register_by(facts(), moment) == heading
        assert blanks(dates.last_chance(facts(), moment)) == sentence

    def test_the_last_day_with_a_time(self):
        noon, at = facts(deadline_time=time(12)), datetime(2024, 2, 9, 8, tzinfo=UTC)
        assert blanks(dates.last_chance(noon, at)) == (
            "The deadline is today, Friday 9 February at 12:00."
        )


@pytest.mark.usefixtures("danish")
class TestInDanish:
    def test_when(self):
        assert blanks(dates.when(facts())) == "torsdag den 22. februar 2024 kl. 16.00–18.00"
        assert blanks(dates.when(facts(end_date=date(2024, 2, 23)))) == (
            "torsdag den 22. februar 2024 kl. 16.00 til fredag den 23. februar 2024 kl. 18.00"
        )

    def test_no_line_breaks_between_day_and_month_or_before_the_time(self):
        assert dates.when(facts()) == (f"torsdag den 22.{NBSP}februar 2024 kl.{NBSP}16.00–18.00")

    def test_parts_of_the_date(self):
        day = FACTS["start_date"]
        assert blanks(dates.date_without_weekday(day)) == "22. februar 2024"
        assert (dates.day_number(day), dates.month(day), dates.weekday(day)) == (
            "22.",
            "februar",
            "torsdag",
        )
        assert dates.month_and_year(day) == "februar 2024"
        assert blanks(dates.o_clock(time(9, 5))) == "kl. 9.05"

    def test_the_last_days(self):
        at = datetime(2024, 2, 8, 12, tzinfo=UTC)
        assert dates.register_by(facts(), at) == "Tilmeld dig senest i morgen"
        assert blanks(dates.last_chance(facts(), at)) == (
            "Sidste dag er i morgen, fredag den 9. februar."
        )

    def test_a_deadline_with_a_time(self):
        assert blanks(dates.deadline(facts(deadline_time=time(12)))) == (
            "fredag den 9. februar 2024 kl. 12.00"
        )


def test_an_instant_is_written_with_the_offset_of_that_day():
    winter, summer = datetime(2024, 2, 22, 15, tzinfo=UTC), datetime(2024, 6, 22, 14, tzinfo=UTC)
    assert dates.iso(winter, facts()) == "2024-02-22T16:00+01:00"
    assert dates.iso(summer, facts()) == "2024-06-22T16:00+02:00"
    assert dates.iso(None, facts()) == ""


def test_answers_are_erased_thirty_days_after_the_last_day():
    ends_at = datetime(2024, 2, 22, 17, tzinfo=UTC)
    assert dates.erased_on(facts(ends_at=ends_at)) == date(2024, 3, 23)


def test_an_instant_is_told_on_the_events_own_clocks(english):
    at = datetime(2027, 2, 1, 12, tzinfo=UTC)
    assert blanks(dates.moment(at, facts())) == "Monday 1 February 2027 at 13:00"
    assert blanks(dates.moment(at, facts(timezone="America/New_York"))) == (
        "Monday 1 February 2027 at 7:00 (time zone America/New York)"
    )
    assert dates.moment(None, facts()) == ""


def test_templates_have_them(english):
    words = Template("{% load tilmeld_dates %}{{ facts|when }}").render(Context({"facts": facts()}))
    assert words == dates.when(facts())

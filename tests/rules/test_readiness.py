from dataclasses import dataclass, replace
from datetime import date, time

import pytest

from events.rules import readiness


@dataclass
class Facts:
    start_date: date | None = date(2027, 3, 11)
    start_time: time | None = time(16)
    end_date: date | None = None
    end_time: time | None = time(18)
    opens_date: date | None = None
    opens_time: time | None = None
    deadline_date: date | None = date(2027, 2, 26)
    deadline_time: time | None = None
    timezone: str = "Europe/Copenhagen"


def problems(contact_email: str = "ada@example.org", **changes) -> set[str]:
    return set(readiness.problems(replace(Facts(), **changes), contact_email=contact_email))


def test_facts_that_fit_together_are_ready():
    assert problems() == set()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_date": None}, "start_date"),
        ({"start_time": None}, "start_time"),
        ({"timezone": "Europe/Atlantis"}, "timezone"),
        ({"timezone": ""}, "timezone"),
        ({"end_time": time(15, 59)}, "end_time"),
        ({"end_time": time(16)}, "end_time"),
        ({"end_date": date(2027, 3, 10)}, "end_date"),
        ({"end_date": date(2027, 3, 11), "end_time": time(15)}, "end_time"),
        ({"deadline_date": date(2027, 3, 12)}, "deadline_date"),
        ({"deadline_date": None, "deadline_time": time(12)}, "deadline_date"),
        ({"opens_time": time(9)}, "opens_date"),
        ({"opens_date": date(2027, 2, 27)}, "opens_date"),
        (
            {"opens_date": date(2027, 2, 26), "opens_time": time(12), "deadline_time": time(12)},
            "opens_date",
        ),
        ({"contact_email": ""}, "contact_email"),
        ({"start_date": date(2027, 3, 28), "start_time": time(2, 30)}, "start_time"),
        ({"end_date": date(2027, 3, 28), "end_time": time(2, 30)}, "end_time"),
        ({"opens_date": date(2026, 3, 29), "opens_time": time(2, 30)}, "opens_time"),
        (
            {
                "start_date": date(2027, 4, 1),
                "deadline_date": date(2027, 3, 28),
                "deadline_time": time(2),
            },
            "deadline_time",
        ),
        ({"start_date": date(9001, 1, 1), "deadline_date": None}, "start_date"),
        ({"start_date": date.max, "end_time": None}, "start_date"),
        ({"start_date": date(999, 12, 31), "deadline_date": None}, "start_date"),
        ({"end_date": date.max}, "end_date"),
        ({"deadline_date": date.max}, "deadline_date"),
        ({"opens_date": date.min}, "opens_date"),
    ],
)
def test_what_must_be_mended_is_named(changes, field):
    assert problems(**changes) == {field}


@pytest.mark.parametrize(
    "changes",
    [
        {"end_time": None},
        {"deadline_date": None},
        {"deadline_date": date(2027, 3, 11)},
        {"deadline_date": date(2027, 3, 11), "deadline_time": time(23)},
        {"end_date": date(2027, 3, 12), "end_time": time(1)},
        {"opens_date": date(2027, 2, 26)},
        {"start_date": date(9000, 12, 31)},
        {"start_date": date(1000, 1, 1), "deadline_date": None},
    ],
    ids=[
        "no end announced",
        "no deadline",
        "deadline on the day",
        "deadline later that day",
        "ends after midnight",
        "opens on the last day",
        "as late as can be",
        "as early as can be",
    ],
)
def test_what_may_be_is_let_through(changes):
    assert problems(**changes) == set()


def test_every_sentence_is_whole():
    empty = replace(Facts(), start_date=None, start_time=None, timezone="", deadline_date=None)
    empty.deadline_time = empty.opens_time = time(1)
    sentences = readiness.problems(empty, contact_email="").values()
    assert len(sentences) == 6
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_draft_without_a_start_has_no_schedule():
    assert readiness.schedule(replace(Facts(), start_date=None)) is None
    assert readiness.schedule(replace(Facts(), start_time=None)) is None
    assert readiness.schedule(replace(Facts(), timezone="nowhere")) is None
    assert readiness.schedule(replace(Facts(), end_date=date.max)) is None

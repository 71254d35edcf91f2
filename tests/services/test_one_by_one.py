import pytest

from events.services.one_by_one import one_by_one


def tenth(number: int) -> int:
    return 10 // number


def test_counts_what_was_done():
    assert one_by_one(tenth, [1, 2, 5]) == 17
    assert one_by_one(tenth, []) == 0


def test_what_fails_keeps_no_other_waiting_and_is_told():
    done = []
    with pytest.raises(ExceptionGroup) as told:
        one_by_one(lambda number: done.append(tenth(number)) or 1, [0, 1, 0, 5])
    assert done == [10, 2]
    assert [type(each) for each in told.value.exceptions] == [ZeroDivisionError] * 2

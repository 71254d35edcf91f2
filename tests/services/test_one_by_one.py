from functools import partial

import pytest

from events.services.one_by_one import one_by_one


def test_counts_what_was_done():
    assert one_by_one([partial(int, "1"), partial(int, "2")]) == 3
    assert one_by_one([]) == 0


def test_what_fails_keeps_no_other_waiting_and_is_told():
    done = []
    pieces = [partial(int, "none"), lambda: done.append("one") or 1, partial(int, "none")]
    with pytest.raises(ExceptionGroup) as told:
        one_by_one([*pieces, lambda: done.append("another") or 1])
    assert done == ["one", "another"]
    assert [type(each) for each in told.value.exceptions] == [ValueError] * 2

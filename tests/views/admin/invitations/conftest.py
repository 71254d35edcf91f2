import pytest

from tests.factories import OPEN_AT, event_page


@pytest.fixture(autouse=True)
def five_weeks_before(clock):
    clock(OPEN_AT)


@pytest.fixture
def event():
    return event_page().event

from datetime import timedelta

import pytest

from tests.factories import administrator


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


@pytest.fixture
def clock(set_clock, settings):
    """Set what the views take for now; nobody is logged out by it."""
    settings.SESSION_COOKIE_AGE = timedelta(days=3650).total_seconds()
    return set_clock

"""The clock of every life."""

from __future__ import annotations

import pytest

from tests.casework.scenarios.life import MONDAY
from tests.casework.way.clock import wound_to


@pytest.fixture
def clock():
    """Ten in the morning of the first Monday of 2026."""
    with wound_to(MONDAY) as clock:
        yield clock

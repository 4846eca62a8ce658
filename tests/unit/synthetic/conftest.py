"""One small borough in memory, and a way to a fresh draft of its records."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date

import pytest

from thinkfamily.synthetic.borough import Borough, invent
from thinkfamily.synthetic.draft import Draft
from thinkfamily.synthetic.presence import known_to
from thinkfamily.synthetic.records import state_facts, write_plainly

AS_AT = date(2026, 9, 30)


@pytest.fixture(scope="session")
def borough() -> Borough:
    """Two thousand families, three years of events, spoilt records."""
    return invent(2000, 4, AS_AT)


@pytest.fixture(scope="session")
def fresh_draft(borough: Borough) -> Callable[[], Draft]:
    """Makes a draft of right and full records that a test may spoil."""
    town = borough.town
    plain = write_plainly(town, state_facts(town), *known_to(town))

    def fresh() -> Draft:
        draft = copy(plain)
        draft.columns, draft.dwelling = dict(plain.columns), plain.dwelling.copy()
        return draft

    return fresh

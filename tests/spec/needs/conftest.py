"""The fixture of the rule manual's worked examples."""

from __future__ import annotations

import pytest

from tests.spec.needs.example import PROGRAMME, EntryExample, Example
from thinkfamily.programmes.framework import programme_names


@pytest.fixture
def spec(request: pytest.FixtureRequest) -> Example:
    """Judges a drawn family by one criterion of the programme whose folder holds the test; see ``Example``."""
    return Example(_programme(request))


@pytest.fixture
def entry(request: pytest.FixtureRequest) -> EntryExample:
    """Judges families by the entry rule of the programme whose folder holds the test; see ``EntryExample``."""
    return EntryExample(_programme(request))


def _programme(request: pytest.FixtureRequest) -> str:
    folder = request.path.parent.name
    return folder if folder in programme_names() else PROGRAMME

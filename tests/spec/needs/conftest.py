"""The fixture of the rule manual's worked examples."""

from __future__ import annotations

import pytest

from tests.spec.needs.example import Example


@pytest.fixture
def spec() -> Example:
    """Judges a drawn family by one criterion; see ``Example``."""
    return Example()

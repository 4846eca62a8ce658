"""Which of several powers a worker holds on one family: for what a page offers. The doors ask again."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.standing import Standing


def powers_on(standing: Standing, family: Any, *powers: str) -> frozenset[str]:
    """Those of some powers that the worker holds on one family now: one query."""
    found = scope.family_with(standing, family.pk, "family.read")
    return _held(standing, found, powers) if found is not None else frozenset()


def sight_and_powers(standing: Standing, family: Any, *powers: str) -> tuple[scope.Sight, frozenset[str]]:
    """What a worker may see of a family's items, and those of some powers that they hold on it, as its door found."""
    return scope.sight(standing, family), _held(standing, family, powers)


def _held(standing: Standing, family: Any, powers: tuple[str, ...]) -> frozenset[str]:
    marks = scope.marks_on(standing, family)
    return frozenset(power for power in powers if marks.holds(standing, power))

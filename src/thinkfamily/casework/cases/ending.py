"""What is planned for a case ends with it: an app above cases says here how what it plans ends. A case knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

End = Callable[..., None]
_ENDS: list[End] = []


def ends_with_case(end: End) -> None:
    """Have something called, as ``end(case, by=worker)``, whenever a case ends or its family says no; once a function.

    It runs in the transaction that moves the case, and is called again where a case that ended goes on to its archive.
    """
    if end not in _ENDS:
        _ENDS.append(end)


def end_above(case: Any, *, by: Any) -> None:
    """End what the apps above cases have planned for one case."""
    for end in _ENDS:
        end(case, by=by)

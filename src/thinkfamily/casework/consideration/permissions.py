"""May this worker? Every action of the desk asks here, whether a page or a command calls it."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.standing import standing_of


def may(worker: Any, power: str) -> bool:
    """Whether a worker holds a power of the desk today."""
    return standing_of(worker).holds(power)


def require(worker: Any, power: str) -> None:
    """Go on only if a worker holds a power of the desk today.

    Raises:
        NotAllowedError: they do not.
    """
    must_hold(worker, power)

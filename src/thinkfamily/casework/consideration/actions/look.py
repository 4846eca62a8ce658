"""Looks at the desk, recorded in the desk's own audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thinkfamily.casework.audit.record import record

STORE = "candidates"


def looked(by: Any, kind: str, object: object = "", *, power: str = "desk.read", others: Iterable[object] = ()) -> None:
    """Record that somebody looked at something of the desk.

    Args:
        by: the worker.
        kind: candidate, batch, packet, …
        object: its opaque id.
        power: by which power.
        others: ids of what else was shown, such as a batch's candidates.
    """
    record(power, by=by, kind=kind, object=object, outcome="looked", others=others, using=STORE)


def refused(by: Any, kind: str, object: object, *, power: str = "desk.read") -> None:
    """Record that somebody asked for what is not there, or not theirs to see."""
    record(power, by=by, kind=kind, object=object, outcome="refused", using=STORE)

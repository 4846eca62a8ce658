"""Whether somebody is at the desk, by handle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thinkfamily.casework.consideration.models import Print
from thinkfamily.casework.consideration.queries.apart import visible


def is_on_desk(worker: Any, series: str, handles: Iterable[str]) -> bool:
    """Whether each of some handles is of a member of a candidate that a worker may see, in one packet series."""
    wanted = set(handles)
    if not wanted:
        return True
    # Prints hold the handles of members beside their fingerprints; the one is never like the other.
    found = Print.objects.filter(
        fingerprint__in=wanted, candidate__in=visible(worker).filter(packet__series=series)
    ).values_list("fingerprint", flat=True)
    return set(found) == wanted

"""Whether somebody is at the desk, by handle."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef

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


def is_restricted_on_desk(worker: Any, handles: Collection[str]) -> bool:
    """Whether an agency restricts the address or identity of one of some members of candidates that a worker may see."""
    near = Print.objects.filter(candidate=OuterRef("pk"), fingerprint__in=list(handles))
    contents = visible(worker).filter(Exists(near)).values_list("content", flat=True)
    return any(
        person["is_restricted"] for content in contents for person in content["people"] if person["person"] in handles
    )

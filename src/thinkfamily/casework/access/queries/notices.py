"""What waits for a worker."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.standing import standing_of

SHOWN = 50
PAGES = {
    "opening_asked": "access:openings_to_decide",
    "sighting": "access:kept",
    "restriction_due": "access:kept",
}


def waiting_for(worker: Any) -> list[Notice]:
    """One row per thing put before a worker, the newest first, with the page on which to see it."""
    rows = list(Notice.objects.filter(to=worker)[:SHOWN])
    reviewer = bool(standing_of(worker).ways("opening.review"))
    for row in rows:
        row.link = _link(row, reviewer)  # type: ignore[attr-defined]
    return rows


def how_many_wait(worker: Any) -> int:
    """How many of them the worker has not seen."""
    return Notice.objects.filter(to=worker, seen_at__isnull=True).count()


def _link(row: Notice, reviewer: bool) -> str:
    if row.kind in PAGES:
        return reverse(PAGES[row.kind])
    if row.kind in ("opening_used", "opening_due") and reviewer:
        return reverse("access:openings_to_review")
    return ""

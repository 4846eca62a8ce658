"""Unusual access as the page shows it: with the names of workers, and of files those that the reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps

from thinkfamily.casework.access.models import HomeStreet
from thinkfamily.casework.access.scope import in_scope
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.access.unusual import answered_for, find, without_kept
from thinkfamily.casework.agencies.models import Worker


@dataclass(frozen=True)
class Shown:
    """One rule, worker and day, and the family's reference where the reader may know it."""

    day: date
    who: str
    agency: str
    what: str
    reference: str
    family: Any
    times: int


def for_reader(reader: Any, *, days: int) -> list[Shown]:
    """One row per rule, worker, day and family, of the workers that a reader answers for. Nobody sees their own.

    Rows of a file that is kept from the reader are left out: that it exists, or whose name it bears, is not theirs to know.
    """
    standing = standing_of(reader)
    found = [row for row in find(days=days, workers=answered_for(standing)) if row.worker != reader.pk]
    found = without_kept(standing, found)
    named = {
        one.pk: one for one in Worker.objects.filter(pk__in={row.worker for row in found}).select_related("agency")
    }
    families = {row.family for row in found if row.family}
    known = dict(
        apps.get_model("families", "Family")
        .objects.filter(in_scope(standing), pk__in=families)
        .values_list("pk", "reference")
    )
    return [
        Shown(
            day=row.day,
            who=named[row.worker].name if row.worker in named else "",
            agency=str(named[row.worker].agency or "") if row.worker in named else "",
            what=str(row.rule.title),
            reference=known.get(row.family, "") if row.family else "",
            family=row.family,
            times=row.times,
        )
        for row in found
    ]


def has_home_street(worker: Any) -> bool:
    """Whether a worker has declared a street."""
    return HomeStreet.objects.filter(worker=worker.pk).exists()

"""Which of several powers a worker holds on one family: for what a page offers. The doors ask again."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.utils import timezone

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.families.models import Family


def powers_on(standing: Standing, family: Any, *powers: str) -> frozenset[str]:
    """Those of some powers that the worker holds on one family: one query."""
    ways = _ways(standing, family, powers)
    return frozenset(power for power in powers if ways & set(standing.ways(power)))


def sight_and_powers(standing: Standing, family: Any, *powers: str) -> tuple[scope.Sight, frozenset[str]]:
    """What a worker may see of a family's items, and those of some powers that they hold on it: two queries."""
    ways = _ways(standing, family, (*powers, "family.read", "family.domestic_abuse"))
    held = {role for role, how in standing.ways("family.read") if (role, how) in ways}
    opens = bool(ways & set(standing.ways("family.domestic_abuse")))
    grants = Grant.objects.filter(within(timezone.localdate()), family=family, to_agency=standing.worker.agency_id)
    seen = scope.sight_as(standing, family, held, opens, grants.select_related("from_agency"))
    return seen, frozenset(power for power in powers if ways & set(standing.ways(power)))


def _ways(standing: Standing, family: Any, powers: tuple[str, ...]) -> set[tuple[str, str]]:
    """Each (role, relationship) that is there between a worker and a family, of those through which powers are held."""
    kept, tests = scope.tests(standing, *powers)
    names = {f"way_{number}": way for number, way in enumerate(tests)}
    asked = {name: ExpressionWrapper(tests[way], BooleanField()) for name, way in names.items()}
    row = Family.objects.filter(kept, pk=family.pk).annotate(**asked).values(*names).first() if names else None
    return {way for name, way in names.items() if row and row[name]}

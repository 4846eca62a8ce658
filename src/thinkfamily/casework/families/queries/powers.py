"""Which of several powers a worker holds on one family: for what a page offers. The doors ask again."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper

from thinkfamily.casework.access.scope import holding
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.families.models import Family


def powers_on(standing: Standing, family: Any, *powers: str) -> frozenset[str]:
    """Those of some powers that the worker holds on one family: one query."""
    names = {f"may_{number}": power for number, power in enumerate(powers) if standing.ways(power)}
    if not names:
        return frozenset()
    tests = {name: ExpressionWrapper(holding(standing, power), BooleanField()) for name, power in names.items()}
    row = Family.objects.filter(pk=family.pk).annotate(**tests).values(*names).first() or {}
    return frozenset(power for name, power in names.items() if row.get(name))

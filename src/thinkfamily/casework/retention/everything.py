"""Everything that goes with one file: each row about the family and about those of its people who are of no other file.

A person who belongs to another family, or whom another family's file names, stays with all that is known of them; what this
file says of them goes. Requests for help are emptied and stay as counts; the audit stays.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.imports.models import BroughtFamily
from thinkfamily.casework.imports.traces import Traces, traces_of
from thinkfamily.casework.referrals.models import Referral


def everything(family: UUID) -> Traces:
    """Each row that goes with one file, by table and key."""
    going: set[Any] = set()
    while True:
        traces = traces_of([family], people=going, but=(Referral,))
        named = _named_in(traces) - going
        more = named - _of_another(named, family)
        if not more:
            break
        going |= more
    brought = dict.fromkeys(BroughtFamily.objects.filter(family=family).values_list("pk", flat=True), family)
    return traces | ({BroughtFamily: brought} if brought else {})


def counted(traces: Traces) -> dict[str, int]:
    """How many rows of each table."""
    return {model._meta.label: len(rows) for model, rows in sorted(traces.items(), key=lambda one: one[0]._meta.label)}


def _named_in(traces: Traces) -> set[Any]:
    """Everybody whom some rows name."""
    people: set[Any] = set()
    for model, rows in traces.items():
        for column in _columns_to(model, Person):
            for some in _batches(list(rows)):
                people |= set(model._base_manager.filter(pk__in=some).values_list(column, flat=True))
    return people - {None}


def _of_another(people: set[Any], family: UUID) -> set[Any]:
    """Of some people, those who belong to another family or are named on another one's file."""
    kept: set[Any] = set()
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "history_id") or not _columns_to(model, Family):
            continue
        for column in _columns_to(model, Person):
            for some in _batches(sorted(people - kept)):
                rows = model._base_manager.filter(**{f"{column}__in": some}).exclude(family=family)
                kept |= set(rows.values_list(column, flat=True))
    return kept


def _columns_to(model: type[Model], other: type[Model]) -> list[str]:
    return [
        field.attname for field in model._meta.concrete_fields if field.is_relation and field.related_model is other
    ]


def _batches(values: list[Any]) -> list[list[Any]]:
    return [values[start : start + 400] for start in range(0, len(values), 400)]

"""Everything that goes with some files: each row about the families and about those of their people who are of no other file.

A person who belongs to another family, or whom another family's file names, stays with all that is known of them; what these
files say of them goes. Requests for help are emptied and stay as counts; the audit stays. It is asked of all files of a round at
once: as many questions for twenty files as for one, unless they hold very much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.imports.models import BroughtFamily
from thinkfamily.casework.imports.traces import Traces, traces_of
from thinkfamily.casework.referrals.models import Referral

BATCH = 900


def everything(families: Iterable[UUID]) -> Traces:
    """Each row that goes with some files, by table and key, with the file that it goes with.

    Whoever is of several of them, and of no other, goes with the last.
    """
    every = sorted(families)
    going: dict[Any, UUID] = {}
    while True:
        traces = traces_of(every, people=going, but=(Referral,))
        named = {person: family for person, family in _named_in(traces).items() if person not in going}
        others = _of_another(named, every)
        more = {person: family for person, family in named.items() if person not in others}
        if not more:
            break
        going |= more
    brought = dict(BroughtFamily.objects.filter(family__in=every).values_list("pk", "family"))
    return traces | ({BroughtFamily: brought} if brought else {})


def counted(traces: Traces) -> dict[UUID, dict[str, int]]:
    """How many rows of each table go with each file."""
    counts: dict[UUID, dict[str, int]] = defaultdict(dict)
    for model, rows in sorted(traces.items(), key=lambda one: one[0]._meta.label):
        for family in rows.values():
            counts[family][model._meta.label] = counts[family].get(model._meta.label, 0) + 1
    return counts


def _named_in(traces: Traces) -> dict[Any, UUID]:
    """Everybody whom some rows name, each with the last of the files that do."""
    people: dict[Any, UUID] = {}
    for model, rows in traces.items():
        columns = _columns_to(model, Person)
        if not columns:
            continue
        for some in _batches(list(rows)):
            for pk, *named in model._base_manager.filter(pk__in=some).values_list("pk", *columns):
                for person in named:
                    if person is not None:
                        people[person] = max(people.get(person, rows[pk]), rows[pk])
    return people


def _of_another(people: Collection[Any], families: Collection[UUID]) -> set[Any]:
    """Of some people, those who belong to another family than these or are named on another one's file."""
    kept: set[Any] = set()
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "history_id") or not _columns_to(model, Family):
            continue
        for column in _columns_to(model, Person):
            for some in _batches(sorted(set(people) - kept)):
                rows = model._base_manager.filter(**{f"{column}__in": some}).exclude(family__in=families)
                kept |= set(rows.values_list(column, flat=True))
    return kept


def _columns_to(model: type[Model], other: type[Model]) -> list[str]:
    return [
        field.attname for field in model._meta.concrete_fields if field.is_relation and field.related_model is other
    ]


def _batches(values: list[Any]) -> list[list[Any]]:
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]

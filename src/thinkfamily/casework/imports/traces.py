"""Everything that stands in the site about some families: found through the tables' own keys, so that no table is forgotten.

From a family and its people every row is followed that names one of these, and every row that names such a row; with the
history of each, and the notices about it. The audit is never followed: it stays.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.families.models import Family, Member, Person

BATCH = 400
# Made anew from other rows, or changed by being read: they go with a family, and say nothing of work on it.
PASSING = frozenset(
    {"families.NameToken", "families.IdentifierFingerprint", "access.NearMatch", "access.Notice", "site.WebhookNotice"}
)

# For each table, the keys of its rows with the family that each is about.
Traces = dict[type[Model], dict[Any, UUID]]


def traces_of(
    families: Iterable[UUID], people: Mapping[Any, UUID] | None = None, but: Collection[type[Model]] = ()
) -> Traces:
    """Each row about some families, by table and key, with the family that it is about.

    Args:
        families: the families.
        people: those whose rows are followed, with the family that each is about; None for all members of each.
        but: tables that are not followed.
    """
    found: Traces = {Family: {pk: pk for pk in families}}
    found[Person] = _members_of(found[Family]) if people is None else dict(people)
    todo: list[tuple[type[Model], dict[Any, UUID]]] = [(Family, found[Family]), (Person, found[Person])]
    if people is not None:
        # The last is followed first: what names a family is about that one, whichever other's person it names too.
        todo.reverse()
    empty: dict[type[Model], bool] = {}
    while todo:
        model, new = todo.pop()
        for child, column in _naming(model):
            # Most tables of a new site hold nothing: one question each in place of one a batch.
            if child not in empty:
                empty[child] = child in but or not child._base_manager.exists()
            if empty[child]:
                continue
            held = found.setdefault(child, {})
            more: dict[Any, UUID] = {}
            for some in _batches(sorted(new, key=str)):
                rows = child._base_manager.filter(**{f"{column}__in": some}).values_list("pk", column)
                more |= {pk: new[parent] for pk, parent in rows if pk not in held}
            held |= more
            if more:
                todo.append((child, more))
    _with_history(found)
    about = {pk: family for rows in found.values() for pk, family in rows.items() if isinstance(pk, UUID)}
    notices = found.setdefault(Notice, {})
    for some in _batches(sorted(about)):
        notices |= {pk: about[one] for pk, one in Notice.objects.filter(about__in=some).values_list("pk", "about")}
    return {model: rows for model, rows in found.items() if rows}


def digests_of(traces: Traces) -> dict[UUID, str]:
    """One hash a family, of every value of every row about it: equal as long as nothing was added, changed or removed."""
    lines: dict[UUID, list[str]] = defaultdict(list)
    for model, keys in sorted(traces.items(), key=lambda pair: pair[0]._meta.label):
        if model._meta.label in PASSING:
            continue
        label, at = model._meta.label, [field.name for field in model._meta.concrete_fields].index(model._meta.pk.name)
        for some in _batches(sorted(keys, key=str)):
            for row in model._base_manager.filter(pk__in=some).values_list():
                lines[keys[row[at]]].append(f"{label} {row!r}")
    # An account was given to somebody of the family: it has no foreign key.
    for some in _batches(sorted(traces.get(Person, {}))):
        for worker, person in Worker.objects.filter(person_id__in=some).values_list("pk", "person_id"):
            lines[traces[Person][person]].append(f"account {worker}")
    return {family: hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest() for family, told in lines.items()}


def remove(traces: Traces) -> int:
    """Remove all of these rows, in the transaction that is under way; how many there were.

    Keys are compared when the transaction ends, so that the order does not matter.
    """
    count = 0
    for model, keys in traces.items():
        for some in _batches(sorted(keys, key=str)):
            rows = model._base_manager.filter(pk__in=some)
            count += rows._raw_delete(rows.db)  # type: ignore[attr-defined]
    return count


def _members_of(families: Iterable[UUID]) -> dict[Any, UUID]:
    """Each member of some families, with the family."""
    people: dict[Any, UUID] = {}
    for some in _batches(sorted(families)):
        for family, person in Member.objects.filter(family__in=some).values_list("family", "person"):
            people.setdefault(person, family)
    return people


def _naming(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Each table that names a row of this one, with the column; tables between two others among them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field.attname  # type: ignore[union-attr,misc]


def _with_history(found: Traces) -> None:
    for model in list(found):
        past, key = getattr(getattr(model, "history", None), "model", None), model._meta.pk.attname
        if past is None:
            continue
        held = found.setdefault(past, {})
        for some in _batches(sorted(found[model], key=str)):
            rows = past._base_manager.filter(**{f"{key}__in": some}).values_list("pk", key)
            held |= {pk: found[model][one] for pk, one in rows}


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]

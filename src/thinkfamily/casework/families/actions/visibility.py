"""Who sees one item of a file: changed by those who keep the file, with a reason, and kept with what it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import AUDIENCES, Family, Need, Person, Statement, VisibilityChange
from thinkfamily.casework.families.problems import not_there, place_of_safety
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.families.queries.items import one_item
from thinkfamily.casework.pages.basis import Basis, must_stand

_WIDTHS = [code for code, _ in AUDIENCES]
# What tells of an item, and so follows it when it is narrowed: the table of each kind, and by which of its columns it does. Apps
# above families add their own.
FOLLOWS: dict[str, tuple[Any, tuple[str, ...]]] = {"statement": (Statement, ("on_item", "corrects"))}


@transaction.atomic
def set_visibility(
    family: Family,
    kind: str,
    item_id: Any,
    *,
    audience: str,
    hidden_from: Sequence[Person],
    why: str,
    by: Any,
    based_on: Basis | None = None,
) -> None:
    """Decide who sees one item, in every form: page, list, timeline, print and letter.

    A need that several agencies' feeds show is one item to its reader: all parts of it change together. What was said of
    an item, puts it right or was done for it follows it when it is narrowed.

    Raises:
        NotAllowedError: the worker may not decide this.
        FamilyError: there is no such item for them, or somebody named is not of the family.
        ChangedMeanwhileError: somebody decided it since the form was opened.
    """
    must_hold(by, "family.hide", family)
    item = one_item(sight(standing_of(by), family), kind, item_id)
    if item is None:
        raise not_there("item")
    # Held, so that of two who decide at one moment the second finds what the first decided.
    type(item)._base_manager.select_for_update(of=("self",)).get(pk=item.pk)
    must_stand(based_on)
    wanted = {person.pk for person in hidden_from}
    if wanted - set(family.members.filter(person__in=wanted).values_list("person", flat=True)):
        raise not_there("person")
    parts = [item]
    if isinstance(item, Need):
        parts = list(
            Need.objects.filter(
                family=family, criterion=item.criterion, person=item.person, answer=item.answer, closed_on__isnull=True
            )
        )
    why = heard(by, family, place_of_safety, why=why)["why"]
    for part in parts:
        _set(part, kind, audience, wanted, why, by)
    for of, said in _that_follow(family, [part.pk for part in parts]):
        # What was said of it tells of it: it is kept at least as close, and never opened wider by this.
        narrower = min(said.audience, audience, key=_WIDTHS.index)
        hidden = {*said.hidden_from.values_list("pk", flat=True), *wanted}
        _set(said, of, narrower, hidden, why, by)


def _set(item: Any, kind: str, audience: str, hidden: Collection[Any], why: str, by: Any) -> None:
    before = _as_it_is(item)
    item.audience = audience
    item.save(update_fields=["audience"])
    item.hidden_from.set(hidden)
    VisibilityChange.objects.create(
        family=item.family, kind=kind, item=item.pk, before=before, after=_as_it_is(item), why=why, made_by=by.pk
    )
    record(
        "family.hide",
        by=by,
        kind=kind,
        object=item.pk,
        family=item.family_id,
        others=sorted(hidden, key=str),
        fields=["audience", "hidden_from"],
    )


def _that_follow(family: Family, ids: list[Any]) -> list[tuple[str, Any]]:
    """What follows some items, each with its kind, and what follows that in turn."""
    found: dict[Any, tuple[str, Any]] = {}
    while ids:
        new: dict[Any, tuple[str, Any]] = {}
        for kind, (model, columns) in FOLLOWS.items():
            told = reduce(or_, (Q(**{f"{column}__in": ids}) for column in columns))
            rows = model.objects.filter(told, family=family).exclude(pk__in=[*found]).select_related("family")
            new |= {row.pk: (kind, row) for row in rows}
        found |= new
        ids = [*new]
    return list(found.values())


def _as_it_is(item: Any) -> dict[str, Any]:
    hidden = sorted(str(pk) for pk in item.hidden_from.values_list("pk", flat=True))
    return {"audience": item.audience, "category": item.category, "hidden_from": hidden}

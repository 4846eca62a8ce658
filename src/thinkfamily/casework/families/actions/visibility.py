"""Who sees one item of a file: changed by those who keep the file, with a reason, and kept with what it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family, Need, Person, VisibilityChange
from thinkfamily.casework.families.problems import not_there
from thinkfamily.casework.families.queries.items import one_item


@transaction.atomic
def set_visibility(
    family: Family, kind: str, item_id: Any, *, audience: str, hidden_from: Sequence[Person], why: str, by: Any
) -> None:
    """Decide who sees one item, in every form: page, list, timeline, print and letter.

    A need that several agencies' feeds show is one item to its reader: all parts of it change together.

    Raises:
        NotAllowedError: the worker may not decide this.
        FamilyError: there is no such item for them, or somebody named is not of the family.
    """
    must_hold(by, "family.hide", family)
    item = one_item(sight(standing_of(by), family), kind, item_id)
    if item is None:
        raise not_there("item")
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
    for part in parts:
        before = _as_it_is(part)
        part.audience = audience
        part.save(update_fields=["audience"])
        part.hidden_from.set(hidden_from)
        VisibilityChange.objects.create(
            family=family, kind=kind, item=part.pk, before=before, after=_as_it_is(part), why=why, made_by=by.pk
        )
        record(
            "family.hide",
            by=by,
            kind=kind,
            object=part.pk,
            family=family.pk,
            others=sorted(wanted, key=str),
            fields=["audience", "hidden_from"],
        )


def _as_it_is(item: Any) -> dict[str, Any]:
    hidden = sorted(str(pk) for pk in item.hidden_from.values_list("pk", flat=True))
    return {"audience": item.audience, "category": item.category, "hidden_from": hidden}

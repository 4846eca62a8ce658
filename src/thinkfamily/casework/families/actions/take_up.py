"""A family that was chosen for consideration enters the case store: its people and how they are bound, and no item yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from secrets import choice
from typing import Any

from django.db import transaction

from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions.supplied_people import add_ties, person_of
from thinkfamily.casework.families.models import Family, Member

# Letters and figures that are not mistaken for one another when read aloud.
_ALPHABET = "BCDFGHJKLMNPQRSTVWXYZ23456789"


@transaction.atomic
def take_up(content: Mapping[str, Any], *, handle: str, team: Team | None, by: Any) -> Family:
    """Make a family of a candidate; where its handle stands already, give the family that is there.

    Needs, services and costs of the candidate are left behind: a file holds items once the family has agreed.

    Args:
        content: the packet's rows for this family: ``family``, ``people`` and ``ties``.
        handle: the family's handle.
        team: whose file it is to be.
        by: the worker who signed or takes it up.
    """
    there = Family.objects.filter(handle=handle).first()
    if there is not None:
        return there
    about = content.get("family") or {}
    family = Family(
        reference=new_reference(), team=team, area=str(about.get("area") or "")[:40], handle=handle, made_by=by.pk
    )
    save(family, by)
    people = {}
    for row in content.get("people", ()):
        person = person_of(_dated(row, "date_of_birth", "died_on"))
        people[row["person"]] = person
        member = Member(
            family=family,
            person=person,
            role=row["role"],
            residence=row["residence"],
            known_by=str(row["known_by"])[:300],
        )
        save(member, by)
    add_ties(family, [_dated(row, "from_on", "until_on") for row in content.get("ties", ())], people, by=by)
    record("family.make", by=by, kind="family", object=family.pk, family=family.pk, fields=["people", "ties"])
    return family


def new_reference() -> str:
    """A reference that stands for nothing: random letters and figures, read aloud without mistake."""
    while True:
        reference = (
            "F" + "".join(choice(_ALPHABET) for _ in range(3)) + "-" + "".join(choice(_ALPHABET) for _ in range(3))
        )
        if not Family.objects.filter(reference=reference).exists():
            return reference


def _dated(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A row of JSON with its days as days."""
    return {
        **row,
        **{name: date.fromisoformat(row[name]) for name in names if isinstance(row.get(name), str) and row[name]},
    }

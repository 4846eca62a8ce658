"""Families that the council works with already: made with all of their people, many at once, from a file that was signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions.take_up import new_reference
from thinkfamily.casework.families.models import Family, Member, Person
from thinkfamily.casework.families.search_index import index_people

POWER = "import.bring"
KNOWN_BY = "brought in from the council's system"
BATCH = 200


@dataclass(frozen=True)
class PersonBrought:
    """One person of a family that is brought in: what is known of them, and how they belong."""

    key: str
    role: str
    residence: str
    first_name: str = ""
    last_name: str = ""
    known_as: str = ""
    date_of_birth: date | None = None
    born_precision: str = "day"
    sex: str = "unknown"
    language: str = ""
    needs_interpreter: bool = False
    is_restricted: bool = False
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class FamilyBrought:
    """One family that is brought in, under the key of its file."""

    key: str
    team: Team
    people: Sequence[PersonBrought]


@dataclass(frozen=True)
class FamilyMade:
    """One family that was made, and its people by the keys of the file."""

    family: Family
    people: dict[str, Person]


_OF_PERSON = (
    "first_name", "last_name", "known_as", "date_of_birth", "born_precision", "sex", "language", "needs_interpreter",
    "is_restricted",
)  # fmt: skip


@transaction.atomic
def bring_in_families(
    rows: Sequence[FamilyBrought], *, by: Any, advance: Callable[[int], None] = lambda done: None
) -> dict[str, FamilyMade]:
    """Make families with their people. The analysis has no handle for any of them, and nothing of it goes back.

    Args:
        rows: the families.
        by: who brings them.
        advance: told of each batch that is done, by its size.

    Raises:
        NotAllowedError: it is not this worker's to bring cases in.
    """
    must_hold(by, POWER)
    made: dict[str, FamilyMade] = {}
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        families: list[Family] = []
        people: list[Person] = []
        members: list[Member] = []
        for row in some:
            family = Family(reference=_new(families), team=row.team, made_by=by.pk)
            named = {one.key: Person(**{name: getattr(one, name) for name in _OF_PERSON}) for one in row.people}
            families.append(family)
            people += named.values()
            members += [
                Member(
                    family=family,
                    person=named[one.key],
                    role=one.role,
                    residence=one.residence,
                    from_on=one.from_on,
                    until_on=one.until_on,
                    known_by=KNOWN_BY,
                    recorded_by=by.pk,
                )
                for one in row.people
            ]
            made[row.key] = FamilyMade(family, named)
        for model, new in ((Family, families), (Person, people), (Member, members)):
            bulk_create_with_history(new, model, batch_size=500, default_user=by)
        # Bulk writes send no signal: what they are found by, and whose relatives they are, is worked out here.
        index_people(person.pk for person in people)
        for family in families:
            record("family.make", by=by, kind="family", object=family.pk, family=family.pk, fields=["people"])
        advance(len(some))
    return made


def _new(beside: Sequence[Family]) -> str:
    taken = {family.reference for family in beside}
    while (reference := new_reference()) in taken:
        pass
    return reference

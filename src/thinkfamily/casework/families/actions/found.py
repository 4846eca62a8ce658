"""A family that no packet brought: made of the people whom somebody named, where a named human decided to consider it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions._addresses import taken_apart, write_address
from thinkfamily.casework.families.actions.take_up import new_reference
from thinkfamily.casework.families.models import Family, Member, Person


@dataclass(frozen=True)
class Founder:
    """One person of a new family, as far as somebody named them."""

    role: str
    first_name: str = ""
    last_name: str = ""
    date_of_birth: date | None = None


@transaction.atomic
def found_family(
    people: Sequence[Founder], *, area: str, team: Team | None, known_by: str, by: Any, address: str = ""
) -> Family:
    """Make a family of the people named. The analysis has no handle for any of them, and nothing of it goes back.

    Where each of them lives is not known by this: it is recorded as living with the children until somebody says better.

    Args:
        people: who is of it.
        area: where it lives, as far as counts need it.
        team: whose file it is to be; None for triage to allocate.
        known_by: how that is known.
        by: the worker who decided it, whose action holds the power.
        address: where they live, as somebody wrote it in one line, if nobody must not be found there.
    """
    family = Family(reference=new_reference(), team=team, area=area[:40], made_by=by.pk)
    save(family, by)
    for one in people:
        precision = "expected" if one.role == "expected" else "day" if one.date_of_birth else "none"
        person = Person(
            first_name=one.first_name[:80],
            last_name=one.last_name[:80],
            date_of_birth=one.date_of_birth,
            born_precision=precision,
        )
        save(person, by)
        member = Member(
            family=family,
            person=person,
            role=one.role,
            residence="with_children",
            known_by=known_by[:300],
            recorded_by=by.pk,
        )
        save(member, by)
        if address and one.role != "expected":
            text, postcode = taken_apart(address)
            write_address([person], text=text, postcode=postcode, from_on=None, agency=by.agency, by=by)
    record("family.make", by=by, kind="family", object=family.pk, family=family.pk, fields=["people"])
    return family

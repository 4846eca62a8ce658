"""Ordinary addresses told to a worker: recorded by hand, ended by hand, and kept so whatever a later packet says.

Only who may record a safe address records an ordinary one: they alone can be told that a place must stay out of the open.
Others write it as a statement, which is quarantined where it tells such a place (decision 0029).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions._addresses import LONGEST, tidy, write_address
from thinkfamily.casework.families.models import Address, Family, Member, Person
from thinkfamily.casework.families.problems import FamilyError, not_fitting, not_there, place_of_safety
from thinkfamily.casework.families.quarantine import must_know_every_place, must_not_tell

POWER = "safe_address.record"


@sensitive_variables("text", "postcode")
@transaction.atomic
def record_address(
    family: Family, people: Sequence[Person], *, text: str, postcode: str, from_on: date, by: Any
) -> list[Address]:
    """Record where members live, as an ordinary address: shown to those who read addresses on this file, and searched.

    Args:
        family: on whose file.
        people: who lives there.
        text: the address without its postcode.
        postcode: its postcode; empty where it is not known.
        from_on: since when.
        by: who was told.

    Raises:
        NotAllowedError: the worker may not record addresses on this file.
        FamilyError: somebody is no member today or must not be found, it tells a safe address, or it is there already.
    """
    must_hold(by, POWER, family)
    members = Member.objects.filter(family=family, until_on__isnull=True).select_related("person")
    homes = {member.person_id: member.residence for member in members}
    if not people or {person.pk for person in people} - set(homes):
        raise not_there("people")
    hidden = {member.residence for member in members if member.person.is_restricted} & {"with_children", "away"}
    kept = {member.person_id for member in members if member.person.is_restricted or member.residence in hidden}
    if kept & {person.pk for person in people}:
        raise not_fitting(
            "people",
            _("Found somebody whose address an agency restricts, or who lives with them."),
            _("Keep it as a safe address, and nowhere else."),
        )
    if from_on > timezone.localdate():
        raise not_fitting("from_on", _("Found a day that lies ahead."), _("Record it when they live there."))
    must_know_every_place(by, family, _for_those_named)
    must_not_tell(by, family, place_of_safety, text=f"{text}, {postcode}")
    text, postcode = text.strip()[:LONGEST], tidy(postcode)
    same = Address.objects.filter(person__in=people, text__iexact=text, postcode=postcode, until_on__isnull=True)
    if same.exists():
        raise not_fitting("text", _("Found that it is recorded already."), _("Choose those for whom it is new."))
    made = write_address(people, text=text, postcode=postcode, from_on=from_on, agency=by.agency, by=by)
    _record(family, people, ["address", "from_on"], by)
    return made


@transaction.atomic
def end_address(family: Family, addresses: Iterable[Address], *, until_on: date, by: Any) -> None:
    """Say since when members no longer live somewhere, whoever said that they did: no later packet says it again.

    Args:
        family: on whose file.
        addresses: which, of members today.
        until_on: since when.
        by: who says so.

    Raises:
        NotAllowedError: the worker may not record addresses on this file.
        FamilyError: one of them is not on this file or has ended, or the day does not fit.
    """
    must_hold(by, POWER, family)
    wanted = {address.pk for address in addresses}
    here = Member.objects.filter(family=family, until_on__isnull=True).values("person")
    rows = list(
        Address.objects.select_for_update().filter(pk__in=wanted, person__in=here, until_on__isnull=True).order_by("pk")
    )
    if not rows or len(rows) != len(wanted):
        raise not_there("addresses")
    if until_on > timezone.localdate() or any(row.from_on and until_on < row.from_on for row in rows):
        raise not_fitting(
            "until_on", _("Found a day that lies ahead, or before they lived there."), _("Give a day between.")
        )
    for row in rows:
        row.until_on, row.ended_by = until_on, by.pk
        row.save()
    _record(family, [row.person for row in rows], ["until_on"], by)


def _for_those_named() -> FamilyError:
    return not_fitting(
        "text",
        _("Found that somebody of this family must not be found."),
        _("Ask who is named for the safe address, or information governance, to record this one."),
    )


def _record(family: Family, people: Iterable[Person], fields: list[str], by: Any) -> None:
    ids = sorted({person.pk for person in people}, key=str)
    record("family.correct", by=by, kind="address", object=family.pk, family=family.pk, others=ids, fields=fields)

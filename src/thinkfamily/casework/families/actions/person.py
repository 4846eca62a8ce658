"""What is known of a person put right, or brought up to date, by hand: at once, kept from packets, and never sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions.kin import must_agree
from thinkfamily.casework.families.models import Family, Member, Person, PersonChange
from thinkfamily.casework.families.problems import not_fitting, not_there, place_of_safety
from thinkfamily.casework.families.quarantine import heard, must_not_tell
from thinkfamily.casework.families.queries.guests import guests
from thinkfamily.casework.pages.basis import Basis, must_stand

NAMES = ("first_name", "last_name", "known_as", "other_names")
BIRTH = ("date_of_birth", "born_precision")
# Text in which a place could be written, and which is put aside if it tells one.
FREE = ("language", "communication")
_WORDS = (*NAMES, "pronouns", "language")
DETAILS = (*NAMES, "pronouns", *FREE, *BIRTH, "died_on", "sex", "needs_interpreter")


def put_right(person: Person) -> set[str]:
    """The details of a person that somebody has put right: no packet changes them. How a birth is known goes with its day."""
    if person._state.adding:
        return set()
    rows = PersonChange.objects.filter(person=person).values_list("details", flat=True)
    found = {name for details in rows for name in details}
    return found | set(BIRTH) if found & set(BIRTH) else found


@sensitive_variables("told")
@transaction.atomic
def change_person(
    family: Family,
    person: Person,
    *,
    told: Mapping[str, Any],
    why: str,
    residence: str = "",
    from_on: date | None = None,
    by: Any,
    based_on: Basis | None = None,
) -> PersonChange:
    """Put right what is known of somebody of a family, and where they live now. What was there before is in the history.

    Where they live holds from a day on: the membership of before ends, and one recorded by hand follows. An expected child
    who was born becomes a child in each of their families.

    Args:
        family: on whose file.
        person: who.
        told: details among `DETAILS`, as they are now; one that is left out stays.
        why: one of `PersonChange.WHYS`.
        residence: where they live now; empty leaves it as it is.
        from_on: since when they live there.
        by: who says so.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: they are no member today or a guest, nothing differs, or what is told contradicts itself or tells a safe address.
        ChangedMeanwhileError: somebody changed it since the form was opened.
    """
    must_hold(by, "family.correct", family)
    member = Member.objects.select_for_update().filter(family=family, person=person, until_on__isnull=True).first()
    if member is None or guests(family, standing_of(by), [person.pk]):
        raise not_there("person")
    row = Person.objects.select_for_update().get(pk=person.pk)
    must_stand(based_on)
    details = sorted(name for name in DETAILS if name in told and told[name] != getattr(row, name))
    moves = bool(residence) and residence != member.residence
    if not details and not moves:
        raise not_fitting(
            "why", _("Found nothing that differs from what is known."), _("Change what is wrong, or go back.")
        )
    told = _heard(family, {name: told[name] for name in details}, by)
    for name in details:
        setattr(row, name, told[name])
    was_expected = member.role == "expected"
    role = "child" if was_expected and row.born_precision != "expected" else member.role
    must_agree(row, role)
    _may_have_died(row)
    if moves:
        _may_move(member, from_on)
        _follow(member, role=role, residence=residence, from_on=from_on, why=why, by=by)
    if details:
        save(row, by)
    if role != member.role:
        _say_born(row, why, by)
    fields = [*details, *(["residence"] if moves else [])]
    made = PersonChange.objects.create(
        family=family, person=row, details=fields, why=why, from_on=from_on if moves else None, made_by=by.pk
    )
    record("family.correct", by=by, kind="person", object=row.pk, family=family.pk, fields=fields)
    return made


def _heard(family: Family, told: Mapping[str, Any], by: Any) -> dict[str, Any]:
    for name in sorted(set(_WORDS) & set(told)):
        # A name or language has none; a house and a postcode do.
        if any(letter.isdigit() for letter in told[name]):
            raise not_fitting(
                name, _("Found a figure in it."), _("Write letters only. An address has a page of its own.")
            )
    must_not_tell(by, family, place_of_safety, **{name: told[name] for name in (*NAMES, "pronouns") if name in told})
    return {**told, **heard(by, family, place_of_safety, **{name: told[name] for name in FREE if name in told})}


def _may_have_died(person: Person) -> None:
    died, born = person.died_on, person.date_of_birth
    if died is None:
        return
    if person.born_precision == "expected" or died > timezone.localdate() or (born is not None and died < born):
        raise not_fitting(
            "died_on", _("Found a death that lies ahead, or before the birth."), _("Put one of the two right.")
        )


def _may_move(member: Member, from_on: date | None) -> None:
    if from_on is None:
        raise not_fitting("from_on", _("Found another home without its day."), _("Say since when they live there."))
    if from_on > timezone.localdate() or (member.from_on is not None and from_on < member.from_on):
        raise not_fitting(
            "from_on", _("Found a day that lies ahead, or before they lived as recorded now."), _("Give a day between.")
        )


def _say_born(person: Person, why: str, by: Any) -> None:
    """Make them a child wherever they were expected."""
    born = person.date_of_birth or timezone.localdate()
    rows = Member.objects.select_for_update().filter(person=person, role="expected", until_on__isnull=True)
    for member in rows.order_by("pk"):
        start = max(born, member.from_on or born)
        _follow(member, role="child", residence=member.residence, from_on=start, why=why, by=by)
        record("family.correct", by=by, kind="person", object=person.pk, family=member.family_id, fields=["membership"])


def _follow(member: Member, *, role: str, residence: str, from_on: date | None, why: str, by: Any) -> None:
    """End a membership and begin the next on the same day: no packet changes one that a worker recorded."""
    with override("en"):
        known_by = str(dict(PersonChange.WHYS)[why])
    member.until_on = from_on
    save(member, by)
    made = Member(
        family_id=member.family_id,
        person_id=member.person_id,
        role=role,
        residence=residence,
        from_on=from_on,
        known_by=known_by,
        recorded_by=by.pk,
    )
    save(made, by)

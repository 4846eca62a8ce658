"""Putting right who is in a family and which records are one person: at once here, and sent back to the analysis."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions._membership import add_member
from thinkfamily.casework.families.actions.identities import ask_to_join
from thinkfamily.casework.families.adopted import is_of_adoption, may_be_adopted
from thinkfamily.casework.families.models import Correction, Family, IdentityJoin, Member, Person
from thinkfamily.casework.families.problems import not_fitting, not_there, place_of_safety
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.families.written_before import put_aside_written


@transaction.atomic
def take_out(family: Family, person: Person, *, from_on: date, why: str, by: Any) -> Correction:
    """Say that somebody does not belong to this family, from a day on. Their membership ends and is kept.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: they are no member today.
    """
    must_hold(by, "family.correct", family)
    member = Member.objects.select_for_update().filter(family=family, person=person, until_on__isnull=True).first()
    if member is None:
        raise not_there("person")
    why = heard(by, family, place_of_safety, why=why)["why"]
    member.until_on = max(from_on, member.from_on or from_on)
    member.ended_by, member.ended_because = by.pk, why
    save(member, by)
    return _keep("out", family, person, None, from_on, why, by=by, fields=["until_on"])


@transaction.atomic
def put_in(
    family: Family, person_id: Any, *, role: str, residence: str, from_on: date, why: str, by: Any
) -> Correction | IdentityJoin:
    """Say that somebody belongs to this family, from a day on. They may belong to another as well.

    Where one may be an adopted child, known before by another name or family, it is put before information governance, and
    nothing is changed until that has decided.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: the person is in no file that the worker may know of, is a member already, or it was asked already.
    """
    must_hold(by, "family.correct", family)
    person = person_known_to(by, family, person_id)
    if person is None:
        raise not_there("person")
    if Member.objects.filter(family=family, person=person, until_on__isnull=True).exists():
        raise not_fitting("person", _("Found that they are a member already."), _("There is nothing to add."))
    if may_be_adopted([person]) or is_of_adoption(family):
        return ask_to_join("in", family, person, None, from_on=from_on, by=by, role=role, residence=residence)
    why = heard(by, family, place_of_safety, why=why)["why"]
    add_member(family, person, by, role=role, residence=residence, from_on=from_on, known_by=why)
    made = _keep("in", family, person, None, from_on, why, by=by, fields=["membership"])
    # What stands here, this reason among it, may tell where they must not be found.
    put_aside_written([family.pk])
    return made


@transaction.atomic
def say_same(
    family: Family, person: Person, other: Person, *, is_same: bool, from_on: date, why: str, by: Any
) -> Correction | IdentityJoin:
    """Say that two people of this file are one human being, or are not. They are shown as one; neither row is changed.

    Where one may be the identity of an adopted child, it is put before information governance, and they stay apart until
    that has decided.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: the two are one row, one of them is not on this file, or it was asked already.
    """
    must_hold(by, "family.correct", family)
    if person.pk == other.pk:
        raise not_fitting("other", _("Found the same person twice."), _("Choose two."))
    if Member.objects.filter(family=family, person__in=[person, other]).values("person").distinct().count() != 2:
        raise not_there("person")
    if is_same and may_be_adopted([person, other]):
        return ask_to_join("same", family, person, other, from_on=from_on, by=by)
    kind = "same" if is_same else "not_same"
    why = heard(by, family, place_of_safety, why=why)["why"]
    return _keep(kind, family, person, other, from_on, why, by=by, fields=["identity"])


def person_known_to(worker: Any, family: Family, person_id: Any) -> Person | None:
    """A person by id: of this file, or of another that the worker may know of; None otherwise."""
    known = Family.objects.filter(scope.in_scope(standing_of(worker)))
    here = Person.objects.filter(pk=person_id, memberships__family=family)
    there = Person.objects.filter(pk=person_id, memberships__family__in=known)
    return (here | there).distinct().first()


def _keep(
    kind: str,
    family: Family,
    person: Person,
    other: Person | None,
    from_on: date,
    why: str,
    *,
    by: Any,
    fields: list[str],
) -> Correction:
    correction = Correction.objects.create(
        kind=kind, family=family, person=person, other=other, from_on=from_on, why=why, made_by=by.pk
    )
    record(
        "family.correct",
        by=by,
        kind="person",
        object=person.pk,
        family=family.pk,
        others=[other.pk] if other else [],
        fields=fields,
    )
    return correction

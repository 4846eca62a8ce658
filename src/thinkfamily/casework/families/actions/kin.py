"""A person nobody had recorded, and how two people of a family are tied: written by hand, and kept with who said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family, KinTie, Member, Person
from thinkfamily.casework.families.problems import not_fitting, not_there, place_of_safety
from thinkfamily.casework.families.quarantine import heard

# Kinds that are the same read from either end.
MUTUAL = ("sibling", "partner", "ex_partner", "other_kin")
# Kinds in which the first of the two is the elder.
ELDER = ("parent", "grandparent")
HOLDS, ENDED, NEVER = "holds", "ended", "never"


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom no packet brought: what is known of them, and how they belong.

    Attributes:
        is_restricted: an agency restricts their address or identity; once said, it is not unsaid.
    """

    first_name: str
    last_name: str
    role: str
    residence: str
    from_on: date
    known_by: str
    known_as: str = ""
    date_of_birth: date | None = None
    born_precision: str = "day"
    sex: str = "unknown"
    language: str = ""
    needs_interpreter: bool = False
    communication: str = ""
    is_restricted: bool = False


@transaction.atomic
def record_person(family: Family, newcomer: Newcomer, *, by: Any) -> Person:
    """Record somebody who is in no packet, as a member of a family. Nothing of it goes back: the analysis has no handle for them.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: what is told contradicts itself.
    """
    must_hold(by, "family.correct", family)
    must_agree(newcomer, newcomer.role)
    said = heard(
        by,
        family,
        place_of_safety,
        language=newcomer.language,
        communication=newcomer.communication,
        known_by=newcomer.known_by,
    )
    person = Person(
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        known_as=newcomer.known_as,
        date_of_birth=newcomer.date_of_birth,
        born_precision=newcomer.born_precision,
        sex=newcomer.sex,
        language=said["language"],
        needs_interpreter=newcomer.needs_interpreter,
        communication=said["communication"],
        is_restricted=newcomer.is_restricted,
    )
    save(person, by)
    member = Member(
        family=family,
        person=person,
        role=newcomer.role,
        residence=newcomer.residence,
        from_on=newcomer.from_on,
        known_by=said["known_by"],
        recorded_by=by.pk,
    )
    save(member, by)
    record("family.correct", by=by, kind="person", object=person.pk, family=family.pk, fields=["membership", "person"])
    return person


@transaction.atomic
def record_tie(
    family: Family,
    *,
    person: Person,
    kind: str,
    other: Person,
    lives_with: str,
    has_parental_responsibility: str,
    is_safe_together: str,
    from_on: date | None,
    known_by: str,
    by: Any,
) -> KinTie:
    """Record that one member is the … of another.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: one of them is not on this file, the tie is there already, or what is told contradicts itself.
    """
    must_hold(by, "family.correct", family)
    roles = _roles(family, person, other)
    if person.pk == other.pk:
        raise not_fitting("other", _("Found the same person twice."), _("Choose two."))
    if kind in ELDER and person.date_of_birth and other.date_of_birth and person.date_of_birth >= other.date_of_birth:
        raise not_fitting(
            "person", _("Found a parent or grandparent who is not the elder."), _("Change the two round, or the kind.")
        )
    _may_be_responsible(has_parental_responsibility, roles[other.pk])
    either = Q(person=person, other=other)
    if kind in MUTUAL or kind in ELDER:
        either |= Q(person=other, other=person)
    if KinTie.objects.filter(either, family=family, kind=kind).exists():
        raise not_fitting(
            "kind", _("Found that this tie is recorded already."), _("Say what has changed of it instead.")
        )
    tie = KinTie(
        family=family,
        person=person,
        other=other,
        kind=kind,
        lives_with=lives_with,
        has_parental_responsibility=has_parental_responsibility,
        is_safe_together=is_safe_together,
        from_on=from_on,
        known_by=heard(by, family, place_of_safety, known_by=known_by)["known_by"],
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    save(tie, by)
    _record(tie, by, ["has_parental_responsibility", "is_safe_together", "kind", "lives_with"])
    return tie


@transaction.atomic
def change_tie(
    family: Family,
    tie_id: Any,
    *,
    stands: str,
    until_on: date | None,
    lives_with: str = "",
    has_parental_responsibility: str = "",
    is_safe_together: str = "",
    known_by: str,
    by: Any,
) -> KinTie:
    """Say what has changed of a tie, whoever stated it: from then on no packet changes it. What was there is in its history.

    Args:
        family: whose.
        tie_id: which.
        stands: holds, ended or never.
        until_on: since when it holds no more, if it ended.
        lives_with, has_parental_responsibility, is_safe_together: yes, no or unknown; empty leaves it as it is.
        known_by: how that is known.
        by: who says so.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: there is no such tie, or what is told contradicts itself.
    """
    must_hold(by, "family.correct", family)
    tie = KinTie.objects.select_for_update().filter(family=family, pk=tie_id).first()
    if tie is None:
        raise not_there("tie")
    if (stands == ENDED) != (until_on is not None):
        raise not_fitting(
            "until_on", _("Found a day without an end, or an end without its day."), _("Give the day if it has ended.")
        )
    if until_on is not None and tie.from_on is not None and until_on < tie.from_on:
        raise not_fitting("until_on", _("Found an end before the beginning."), _("Give a later day."))
    roles = _roles(family, tie.person, tie.other)
    _may_be_responsible(has_parental_responsibility, roles[tie.other_id])
    tie.is_denied, tie.until_on = stands == NEVER, until_on
    told = {
        "lives_with": lives_with,
        "has_parental_responsibility": has_parental_responsibility,
        "is_safe_together": is_safe_together,
    }
    for name, answer in told.items():
        if answer:
            setattr(tie, name, answer)
    tie.known_by = heard(by, family, place_of_safety, known_by=known_by)["known_by"]
    tie.recorded_by, tie.recorded_at = by.pk, timezone.now()
    save(tie, by)
    _record(tie, by, ["is_denied", "known_by", "until_on", *(name for name, answer in told.items() if answer)])
    return tie


def must_agree(told: Newcomer | Person, role: str) -> None:
    """Refuse what is told of somebody where it contradicts itself.

    Args:
        told: their names, and when they were born with how well that is known.
        role: as what they are of a family.

    Raises:
        FamilyError: it does.
    """
    if not (told.first_name or told.last_name or told.known_as or role == "expected"):
        raise not_fitting("first_name", _("Found no name at all."), _("Give the name that they go by."))
    born, precision, today = told.date_of_birth, told.born_precision, timezone.localdate()
    if (precision == "none") != (born is None):
        raise not_fitting(
            "born_precision",
            _("Found a day that is not known, or no day for one that is."),
            _("Say how well it is known."),
        )
    if (precision == "expected") != (role == "expected"):
        raise not_fitting(
            "born_precision",
            _("Found an expected child with a birth, or the other way round."),
            _("Make the two agree."),
        )
    if born is not None and precision != "expected" and born > today:
        raise not_fitting(
            "date_of_birth", _("Found a day that lies ahead."), _("Give the day, or say that it is expected.")
        )


def _may_be_responsible(answer: str, role: str) -> None:
    if answer == "yes" and role == "adult":
        raise not_fitting(
            "has_parental_responsibility",
            _("Found parental responsibility for an adult."),
            _("Nobody holds it for an adult: choose Not known or No."),
        )


def _roles(family: Family, *people: Person) -> dict[Any, str]:
    """As what each is of the family, as last recorded. Raises where one of them never was."""
    rows = Member.objects.filter(family=family, person__in=people).order_by("from_on", "pk")
    roles = dict(rows.values_list("person", "role"))
    if {person.pk for person in people} - set(roles):
        raise not_there("person")
    return roles


def _record(tie: KinTie, by: Any, fields: list[str]) -> None:
    record(
        "family.correct",
        by=by,
        kind="tie",
        object=tie.pk,
        family=tie.family_id,
        others=[tie.person_id, tie.other_id],
        fields=fields,
    )

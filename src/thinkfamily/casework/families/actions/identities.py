"""Identities of which one may be an adopted child's: parted when that is known, joined by information governance alone.

Whoever takes two for one, or puts somebody into another family, changes nothing where one may be adopted: it is put before
information governance, which allows it with a reason or not. Who were joined before that was known are parted at once, and
put before it too. What it has allowed stands, and is told to nobody outside this site.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.permissions import must_hold, not_allowed
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions._membership import add_member
from thinkfamily.casework.families.adopted import is_of_adoption, may_be_adopted
from thinkfamily.casework.families.models import Correction, Family, IdentityJoin, Member, Person
from thinkfamily.casework.families.problems import asked_already, joining_decided, place_of_safety
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.families.queries.identities import deciders, may_know, who_can_ask_for
from thinkfamily.casework.families.written_before import put_aside_written

# What stands on the file instead of a reason, which might tell of an adoption.
ALLOWED = "Information governance has allowed it."
REFUSED = "Information governance has decided it."
PARTED = "Kept apart until information governance has decided."


def ask_to_join(
    kind: str,
    family: Family,
    person: Person,
    other: Person | None,
    *,
    from_on: date,
    by: Any,
    role: str = "",
    residence: str = "",
) -> IdentityJoin:
    """Put before information governance what a worker would join, in the transaction under way. It asks for no reason.

    Raises:
        FamilyError: it is before it already.
    """
    pair = Q(person=person, other=other) | Q(person=other, other=person)
    Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    if IdentityJoin.objects.filter(pair, kind=kind, family=family, is_allowed__isnull=True).exists():
        raise asked_already()
    made = IdentityJoin.objects.create(
        kind=kind,
        family=family,
        person=person,
        other=other,
        from_on=from_on,
        role=role,
        residence=residence,
        asked_by=by.pk,
    )
    _record("family.correct", made, by, ["identity" if other else "membership"])
    put_before(made)
    return made


def put_before(row: IdentityJoin) -> None:
    """Put one joining before those who may decide it, once each.

    Where nobody may, because a restricted file names nobody of information governance, all of it is told whom to ask, and not
    of which file; nobody else learns that anything waits.
    """
    found = deciders(row)
    if found:
        tell("identity_asked", row.pk, found)
        return
    for restriction, told in who_can_ask_for(row):
        tell("identity_kept", restriction.pk, told)


@transaction.atomic
def put_anew() -> None:
    """Put what waits before those who may decide it today: a file was restricted, or somebody was named for it, in the meantime."""
    waiting = IdentityJoin.objects.filter(is_allowed__isnull=True)
    for row in waiting.select_related("family", "person", "other").order_by("pk"):
        put_before(row)


@transaction.atomic
def decide_join(*, by: Any, join: IdentityJoin, is_allowed: bool, because: str) -> None:
    """Allow a joining of identities, or not, with a reason that only information governance reads.

    Raises:
        NotAllowedError: they asked for it, or a file of one of the people is kept from them.
        FamilyError: somebody else has decided it, or there is nothing left to join.
    """
    must_hold(by, "identity.decide")
    rows = IdentityJoin.objects.select_for_update(of=("self",)).select_related("family", "person", "other")
    row = rows.filter(pk=join.pk, is_allowed__isnull=True).first()
    if row is None:
        raise joining_decided()
    if row.asked_by == by.pk or not may_know(by, row):
        raise not_allowed("identity.decide")
    if is_allowed and row.kind == IdentityJoin.IN and _is_member(row):
        raise joining_decided()
    row.is_allowed, row.decided_by, row.decided_at = is_allowed, by.pk, timezone.now()
    row.because = heard(by, row.family, place_of_safety, because=because)["because"]
    row.save()
    if row.kind == IdentityJoin.SAME:
        _say(row, "same" if is_allowed else "not_same", ALLOWED if is_allowed else REFUSED, by)
    elif is_allowed:
        add_member(
            row.family,
            row.person,
            by,
            role=row.role,
            residence=row.residence,
            from_on=row.from_on,
            known_by=ALLOWED,
        )
        _say(row, "in", ALLOWED, by)
        put_aside_written([row.family_id])
    _record("identity.decide", row, by, ["because", "is_allowed"])
    asker = Worker.objects.filter(pk=row.asked_by, is_active=True).first() if row.asked_by else None
    if asker is not None and not_kept_from(standing_of(asker)).filter(pk=row.family_id).exists():
        tell("identity_decided", row.pk, [asker], family=row.family_id)


@transaction.atomic
def part(people: Iterable[Any]) -> list[IdentityJoin]:
    """Part those of some people who were said to be one with another, where one may be adopted; those allowed apart.

    Each is put before information governance, as if it were asked now.

    Args:
        people: ids of people of whom something is known that was not.
    """
    ids = list(people)
    said = Correction.objects.filter(
        Q(person__in=ids) | Q(other__in=ids), kind__in=("same", "not_same"), family__isnull=False
    ).select_related("family", "person", "other")
    latest: dict[tuple[Any, frozenset[Any]], Correction] = {}
    for row in said.order_by("made_at", "pk"):
        latest[row.family_id, frozenset((row.person_id, row.other_id))] = row
    made = []
    for row in latest.values():
        if row.kind != "same" or row.join_id is not None or row.other is None or row.family is None:
            continue
        if may_be_adopted([row.person, row.other]):
            one = IdentityJoin.objects.create(
                kind=IdentityJoin.SAME, family=row.family, person=row.person, other=row.other, from_on=row.from_on
            )
            _say(one, "not_same", PARTED, None)
            _record("identity.part", one, None, ["identity"])
            put_before(one)
            made.append(one)
    return made


def restriction_written(sender: Any, instance: Any, raw: bool = False, **about: Any) -> None:
    """Receiver: a file was restricted. Of one restricted for an adoption, those joined are parted."""
    if not raw and instance.category == "adoption" and instance.lifted_at is None:
        part(Member.objects.filter(family=instance.family_id).values_list("person", flat=True))


def person_written(sender: Any, instance: Any, raw: bool = False, **about: Any) -> None:
    """Receiver: somebody is known otherwise. Whoever an agency restricts now is parted from whom they were joined with."""
    if not raw and instance.is_restricted:
        part([instance.pk])


def member_written(sender: Any, instance: Any, raw: bool = False, created: bool = False, **about: Any) -> None:
    """Receiver: somebody joined a family. In one whose file is restricted for an adoption they may be adopted."""
    if not raw and created and is_of_adoption(instance.family_id):
        part([instance.person_id])


def _is_member(row: IdentityJoin) -> bool:
    return Member.objects.filter(family=row.family, person=row.person, until_on__isnull=True).exists()


def _say(row: IdentityJoin, kind: str, why: str, by: Any) -> None:
    Correction.objects.create(
        kind=kind,
        family=row.family,
        person=row.person,
        other=row.other,
        from_on=row.from_on,
        why=why,
        made_by=getattr(by, "pk", None),
        join=row,
    )


def _record(action: str, row: IdentityJoin, by: Any, fields: list[str]) -> None:
    record(
        action,
        by=by,
        kind="person",
        object=row.person_id,
        family=row.family_id,
        others=[row.pk, *([row.other_id] if row.other_id else [])],
        fields=fields,
    )

"""Identifiers recorded by hand: held to their check digits, kept encrypted, found by fingerprint, never shown whole again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import IDENTIFIERS, Family, Member, Person, PersonChange
from thinkfamily.casework.families.problems import not_fitting, not_there
from thinkfamily.casework.families.queries.guests import guests
from thinkfamily.core.identifiers import CHECKS


@sensitive_variables("number")
@transaction.atomic
def record_identifier(family: Family, person: Person, *, kind: str, number: str, why: str, by: Any) -> PersonChange:
    """Record an identifier of somebody of a family, or take out a wrong one. Who checked it, how and when stays beside it.

    Whether somebody else is held under the same is not said: that would tell of people whose file is not the worker's.

    Args:
        family: on whose file.
        person: whose.
        kind: one of `IDENTIFIERS`.
        number: as it is written; empty takes out what is there.
        why: how it was checked, one of `PersonChange.WHYS`.
        by: who checked it.

    Raises:
        NotAllowedError: the worker may not correct this file.
        FamilyError: they are no member today or a guest, it cannot be such a number, or nothing differs.
    """
    must_hold(by, "family.correct", family)
    here = Member.objects.filter(family=family, person=person, until_on__isnull=True).exists()
    if not here or guests(family, standing_of(by), [person.pk]):
        raise not_there("person")
    if kind not in IDENTIFIERS:
        raise not_there("kind")
    plain = CHECKS[kind](number) if number.strip() else ""
    if plain is None:
        raise not_fitting(
            "number", _("Found a number that cannot be one of this kind."), _("Read it again: each figure counts.")
        )
    row: Any = Person.objects.select_for_update().get(pk=person.pk)
    if not plain and not getattr(row, kind):
        raise not_fitting("number", _("Found no number, and none to take out."), _("Give the number."))
    setattr(row, kind, plain)
    # The history names who acted, in a command as on a page; it holds no identifier.
    save(row, by)
    made = PersonChange.objects.create(family=family, person=row, details=[kind], why=why, made_by=by.pk)
    record("family.correct", by=by, kind="person", object=row.pk, family=family.pk, fields=[kind])
    return made

"""The way of a case, whole: its states, its transitions and their guards. The diagram in the manual is made from it.

A case is *considered* from the moment a named human took the family up, and *agreed* while an adult of the family agrees
to take part. Withdrawing brings it back to considered: see docs/decisions/0012-keep-agreement-basis-and-power-apart.md.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

CONSIDERED = "considered"
AGREED = "agreed"


def an_adult_agrees(case: Any) -> bool:
    """An adult of the family agrees; one with parental responsibility, where it is known who holds it."""
    agreeing = set(case.agreements.filter(withdrawn_on__isnull=True).values_list("person_id", flat=True))
    return bool(agreeing & who_can_agree(case))


def no_adult_agrees(case: Any) -> bool:
    """No adult whose agreement counts agrees any longer."""
    return not an_adult_agrees(case)


def who_can_agree(case: Any) -> set[Any]:
    """The ids of the people whose agreement lets work begin.

    They are the living adult members known to hold parental responsibility for a child of the family; where none is
    known to, every adult member but those known not to.
    """
    today = timezone.localdate()
    present = Q(from_on__isnull=True) | Q(from_on__lte=today)
    present &= Q(until_on__isnull=True) | Q(until_on__gt=today)
    members = list(case.family.members.filter(present, person__died_on__isnull=True).values_list("person_id", "role"))
    adults = {person for person, role in members if role == "adult"}
    children = {person for person, role in members if role != "adult"}
    stated: dict[Any, set[str]] = {}
    ties = case.family.ties.filter(person__in=adults, other__in=children, is_denied=False)
    for person, answer in ties.values_list("person_id", "has_parental_responsibility"):
        stated.setdefault(person, set()).add(answer)
    holders = {person for person, answers in stated.items() if "yes" in answers}
    return holders or {person for person in adults if stated.get(person) != {"no"}}


class CaseMachine(models.Model):
    """The state of one case. It changes through the transitions below and in no other way."""

    STATES = [(CONSIDERED, _("Considered")), (AGREED, _("Agreed"))]

    state = FSMField("state", default=CONSIDERED, choices=STATES, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=CONSIDERED, target=AGREED, conditions=[an_adult_agrees])
    def agree(self) -> None:
        """An adult of the family agrees to take part."""

    @transition(field=state, source=AGREED, target=CONSIDERED, conditions=[no_adult_agrees])
    def fall_back(self) -> None:
        """The last agreement that counts is withdrawn. Work that needs agreement stops; nothing is deleted."""

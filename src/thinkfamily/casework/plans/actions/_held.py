"""Holding a case while its plan is written to, and keeping what is told of something as close as that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext

from thinkfamily.casework.cases.machine import ENDED
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES
from thinkfamily.casework.families.queries.understanding import who_may_confide
from thinkfamily.casework.plans.permissions import COMPARTMENT, takes_part
from thinkfamily.casework.plans.problems import refuse_where

_WIDTHS = [code for code, _ in AUDIENCES]


def held_case(case: Any) -> Case:
    """The case as it stands in the database, held until this transaction is over."""
    return Case.objects.select_for_update(of=("self",)).select_related("family").get(pk=case.pk)


def held_open(case: Any) -> Case:
    """The same, of a case that has not ended.

    Raises:
        PlanError: it has.
    """
    held = held_case(case)
    refuse_where(
        (
            not held.is_open,
            "TF-PLAN-005",
            "",
            gettext("The case has ended."),
            gettext("Reopen it first, or record it where it is open."),
        )
    )
    return held


def held_for_plan(case: Any, *, or_after: bool = False) -> Case:
    """The same, of a family that takes part; or whose case has ended, for what is seen of its goals afterwards.

    Raises:
        PlanError: it does not.
    """
    held = held_case(case)
    refuse_where(
        (
            not takes_part(held) and not (or_after and held.state in ENDED),
            "TF-PLAN-001",
            "",
            gettext("The family does not take part now."),
            gettext("A plan is written once an adult of the family has agreed to take part."),
        )
    )
    return held


def must_fit(family: Any, *, category: str, audience: str, people: Iterable[Any]) -> None:
    """Make sure that a category and an audience are known, and that people named are of the family.

    Raises:
        PlanError: they are not.
    """
    wanted = {person.pk for person in people}
    members = set(family.members.filter(person__in=wanted).values_list("person", flat=True)) if wanted else set()
    refuse_where(
        (
            category not in dict(CATEGORIES),
            "TF-PLAN-002",
            "category",
            gettext("The category is missing."),
            gettext("Choose one."),
        ),
        (
            audience not in _WIDTHS,
            "TF-PLAN-003",
            "audience",
            gettext("Who may see it is missing."),
            gettext("Choose one."),
        ),
        (
            bool(wanted - members),
            "TF-PLAN-004",
            "",
            gettext("Somebody named is not on this family's file."),
            gettext("Choose from what the page offers."),
        ),
    )


def must_confide(family: Any, person: Any) -> None:
    """Make sure that somebody of a family in whose confidence something is kept is known to understand enough for that.

    Raises:
        PlanError: they are not.
    """
    refuse_where(
        (
            person is not None and person not in who_may_confide(family),
            "TF-PLAN-007",
            "confided_by",
            gettext("Nobody of this family is known by that name who understands enough to speak in confidence."),
            gettext("Record first what you found of their understanding; or choose who must never see it."),
        )
    )


def as_close_as(about: Sequence[Any], *, category: str, audience: str, hidden_from: Iterable[Any]) -> tuple[Any, ...]:
    """Category, audience and hidden people of what tells of some items: kept at least as close as each of them."""
    narrowest = min((audience, *(one.audience for one in about)), key=_WIDTHS.index)
    is_apart = any(one.category == COMPARTMENT for one in about)
    hidden = {*hidden_from, *(person for one in about for person in _hidden(one))}
    return (COMPARTMENT if is_apart else category), narrowest, hidden


def _hidden(one: Any) -> Iterable[Any]:
    hidden = one.hidden_from
    return hidden if isinstance(hidden, tuple) else hidden.all()

"""Plans and last contacts of cases that are brought in: many at once, as they stand where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.plans.machine import AGREED, IN_PROGRESS, PROPOSED
from thinkfamily.casework.plans.models import Contact, Goal, Plan, Seen
from thinkfamily.casework.plans.months import months_after
from thinkfamily.casework.plans.permissions import takes_part
from thinkfamily.casework.plans.problems import refuse_where
from thinkfamily.casework.plans.queries.plan import PLAN_MONTHS

POWER = "import.bring"
BATCH = 500


@dataclass(frozen=True)
class GoalBrought:
    """One goal of a case that is brought in, in the state in which it stands."""

    text: str
    state: str = AGREED
    person: Any = None
    own_words: str = ""
    words_of: str = ""
    baseline: str = ""
    measure: str = ""
    target: str = ""
    target_on: date | None = None
    owner: Any = None
    category: str = "other"
    audience: str = "team"


@dataclass(frozen=True)
class ContactBrought:
    """One contact with a family, from before its case was brought in."""

    happened_at: datetime
    way: str
    outcome: str
    seen: Sequence[Any] = ()
    text: str = ""
    analysis: str = ""
    category: str = "other"
    audience: str = "team"


@dataclass(frozen=True)
class WorkBrought:
    """What was done with one family: its goals and contacts, by its case and the profile of that."""

    case: Any
    profile: Any
    goals: Sequence[GoalBrought] = ()
    contacts: Sequence[ContactBrought] = ()


@transaction.atomic
def bring_in_work(rows: Sequence[WorkBrought], *, by: Any) -> tuple[int, int]:
    """Write plans with their goals, and contacts; how many of each.

    Raises:
        NotAllowedError: it is not this worker's to bring cases in.
        PlanError: a family does not take part, or a goal is worked on that lacks what it must have.
    """
    must_hold(by, POWER)
    refuse_where(
        (
            any(row.goals and not takes_part(row.case) for row in rows),
            "TF-PLAN-001",
            "",
            _("The family does not take part now."),
            _("A plan is written once an adult of the family has agreed to take part."),
        )
    )
    today, plans, goals, contacts, seen = timezone.localdate(), [], [], [], []
    for row in rows:
        if row.goals:
            begins = row.case.active_on or today
            months = int(row.profile["plan_months"]) if row.profile is not None else PLAN_MONTHS
            plans.append(Plan(case=row.case, from_on=begins, until_on=months_after(begins, months), made_by=by.pk))
        goals += [_goal(row.case, one, today, by) for one in row.goals]
        for one in row.contacts:
            made = Contact(
                case=row.case,
                family=row.case.family,
                recorded_by=by.pk,
                happened_at=one.happened_at,
                from_on=timezone.localdate(one.happened_at),
                **{name: getattr(one, name) for name in ("way", "outcome", "text", "analysis", "category", "audience")},
            )
            contacts.append(made)
            seen += [Seen(contact=made, person=person) for person in one.seen]
    refuse_where(
        (
            any(goal.state not in (PROPOSED, AGREED, IN_PROGRESS) for goal in goals)
            or any(goal.state == IN_PROGRESS and goal.missing for goal in goals),
            "TF-PLAN-014",
            "state",
            _("A goal lacks what its state asks for."),
            _("Fill it in, or bring it as agreed."),
        )
    )
    bulk_create_with_history(plans, Plan, batch_size=BATCH, default_user=by)
    bulk_create_with_history(goals, Goal, batch_size=BATCH, default_user=by)
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    Seen.objects.bulk_create(seen, batch_size=BATCH)
    beside: dict[Any, list[Any]] = {}
    rows_of: list[Any] = [*plans, *goals, *contacts]
    for each in rows_of:
        beside.setdefault(each.case_id, []).append(each.pk)
    for row in rows:
        if row.case.pk in beside:
            record(
                "plan.bring_in",
                by=by,
                kind="case",
                object=row.case.pk,
                family=row.case.family_id,
                others=beside[row.case.pk],
                fields=["contacts", "goals"],
            )
    return len(goals), len(contacts)


def _goal(case: Any, one: GoalBrought, today: date, by: Any) -> Goal:
    words = (
        "text", "state", "person", "own_words", "words_of", "baseline", "measure", "target", "target_on", "owner",
        "category", "audience",
    )  # fmt: skip
    return Goal(
        case=case,
        family=case.family,
        recorded_by=by.pk,
        from_on=today,
        moved_on=today,
        **{name: getattr(one, name) for name in words},
    )

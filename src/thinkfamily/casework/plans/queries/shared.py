"""The plan as the family sees it: one version for each member, with what services have promised beside what is theirs to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from thinkfamily.casework.access.scope import items_for_family
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases.queries import case_of
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.families.queries.names import with_person
from thinkfamily.casework.plans.machine import DROPPED, REFUSED, TAKEN_BACK
from thinkfamily.casework.plans.models import Action, Contact, Goal, Plan
from thinkfamily.casework.plans.queries.contacts import SHOWN, current
from thinkfamily.casework.plans.queries.goals import furnished, tell_owners
from thinkfamily.casework.questions.answers import FAMILY, tell_answers
from thinkfamily.casework.secrets.written import made_for


@dataclass(frozen=True)
class SharedPlan:
    """One member's version of their family's plan.

    Attributes:
        plan: the plan; None where there is none yet.
        goals: what the family works for.
        promises: what services and workers have promised.
        tasks: what this member is asked to do.
        meetings: when a worker was with the family, where that is for the family to read.
        services: services to which the family, or one of it, was referred, where that is for the family to read.
    """

    plan: Plan | None
    goals: list[Any]
    promises: list[Any]
    tasks: list[Any]
    meetings: list[Any]
    services: list[Any]


def shared_plan(family: Any, reader: Any) -> SharedPlan:
    """One member's version: what is marked for the family and not hidden from this member; never another member's tasks.

    What of it is put aside is read there by its author alone, and not by a lead who looks at what they are given.
    """
    with made_for(person=reader.pk):
        return _shared_plan(family, reader)


def _shared_plan(family: Any, reader: Any) -> SharedPlan:
    case = case_of(family)
    if case is None:
        return SharedPlan(None, [], [], [], [], [])
    rows = with_person(Goal.objects.filter(case=case).exclude(state=DROPPED).select_related("owner"))
    goals = furnished(list(items_for_family(family, rows, reader.pk)))
    tell_owners(goals, family)
    here = {goal.pk for goal in goals}
    asked = Action.objects.filter(case=case).exclude(state__in=(REFUSED, TAKEN_BACK))
    shown: list[Any] = [
        row
        for row in items_for_family(family, asked, reader.pk).select_related(
            "owner_worker__agency", "owner_agency", "owner_person"
        )
        if row.goal_id is None or row.goal_id in here
    ]
    met = items_for_family(family, current([case.pk]).filter(outcome=Contact.HELD), reader.pk)
    meetings: list[Any] = list(met[:SHOWN])
    # Services lie above plans: what a family was referred to is an item like any other.
    referred = apps.get_model("directory", "ServiceReferral").objects.filter(case=case)
    services = items_for_family(family, referred.select_related("service__agency", "action__goal"), reader.pk)
    tell_answers(meetings, FAMILY)
    _say_own(reader, [*goals, *shown, *meetings])
    return SharedPlan(
        plan=Plan.objects.filter(case=case).first(),
        goals=goals,
        promises=[row for row in shown if row.owner_person_id is None],
        tasks=[row for row in shown if row.owner_person_id == reader.pk],
        meetings=meetings,
        services=[row for row in services if _is_told(row, here)],
    )


def _is_told(referral: Any, goals: set[Any]) -> bool:
    """Whether a member reads of a referral: not where it is for a goal that is not in their version."""
    action = referral.action
    return action is None or action.goal_id is None or action.goal_id in goals


def shown_to(family: Any, reader: Any, item_id: Any) -> Any | None:
    """One goal, promise, task or meeting of a member's version, by its id."""
    version = shared_plan(family, reader)
    return next(
        (row for row in (*version.goals, *version.promises, *version.tasks, *version.meetings) if row.pk == item_id),
        None,
    )


def _say_own(reader: Any, rows: list[Any]) -> None:
    """Put beside each what this member said of it themselves; what others said is theirs."""
    accounts = Worker.objects.filter(person_id=reader.pk).values("pk")
    said: dict[Any, list[Statement]] = {}
    own = Statement.objects.filter(kind="own_words", recorded_by__in=accounts, on_item__in=[row.pk for row in rows])
    for one in own.order_by("recorded_at"):
        said.setdefault(one.on_item, []).append(one)
    for row in rows:
        row.own_said = said.get(row.pk, [])

"""The plan of one family, as one worker may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.scope import HELPED, Sight, marks_on, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.cases.queries import case_of, members_now
from thinkfamily.casework.families.queries.names import names_of
from thinkfamily.casework.families.queries.sharing import tell_basis_to
from thinkfamily.casework.families.queries.team import team_around
from thinkfamily.casework.plans.ladder import Ladder
from thinkfamily.casework.plans.machine import IN_PROGRESS, OPEN_GOALS
from thinkfamily.casework.plans.models import Action, Plan
from thinkfamily.casework.plans.permissions import takes_part
from thinkfamily.casework.plans.queries.contacts import ladder_of
from thinkfamily.casework.plans.queries.goals import goals_seen, live_goals_most, said_of, tell_owners
from thinkfamily.casework.plans.queries.own import own_action, own_actions
from thinkfamily.casework.profiles.queries import profile_of_case

POWERS = (
    "plan.write",
    "plan.answer",
    "contact.record",
    "chronology.keep",
    "family.record",
    "family.hide",
    "service.refer",
)
# A plan that ends within so many days is marked: our choice.
ENDS_SOON = timedelta(days=28)
# How long a plan is made for where the case has no profile: our choice.
PLAN_MONTHS = 12


@dataclass(frozen=True)
class PlanPage:
    """The plan of one family, as one worker may see it.

    Attributes:
        case: the open case, or the one that ended last; None where there is none.
        plan: its plan; None before its first goal.
        goals: those still to be worked for, each with what is asked for it.
        ended: those that are over.
        loose: what is asked for no goal.
        late: what agencies and their workers have not done by its day, wherever it stands on the page.
        live: goals worked on now; of all goals, whoever may see them.
        most: how many the programme lets be worked on at once.
        ladder: how often the family was missed, and what to try next; for the team alone.
        may: those of some powers that the worker holds on the family.
        is_of_team: whether the worker is of the team, and no partner professional.
    """

    case: Any
    plan: Plan | None
    goals: list[Any]
    ended: list[Any]
    loose: list[Any]
    late: list[Any]
    live: int
    most: int
    ladder: Ladder | None
    may: frozenset[str]
    is_of_team: bool

    @property
    def takes_part(self) -> bool:
        """Whether the family takes part, so that the plan can be written."""
        return takes_part(self.case)

    @property
    def is_open(self) -> bool:
        """Whether the family has a case that has not ended."""
        return self.case is not None and bool(self.case.is_open)

    @property
    def may_write(self) -> bool:
        """Whether the worker may write this plan now."""
        return "plan.write" in self.may and self.takes_part

    @property
    def may_refer(self) -> bool:
        """Whether the worker may look for a service for what is asked, and refer the family to it now."""
        return "service.refer" in self.may and self.is_open

    @property
    def may_follow(self) -> bool:
        """Whether the worker may say what becomes of a goal, and rate it: now, or after the case has ended."""
        return "plan.write" in self.may and self.case is not None and (self.takes_part or not self.is_open)

    @property
    def is_full(self) -> bool:
        """Whether as many goals are worked on as the programme allows, or more."""
        return self.live >= self.most

    @property
    def is_over_full(self) -> bool:
        """Whether more goals are worked on than the programme allows, as after a change of profile."""
        return self.live > self.most

    @property
    def is_over(self) -> bool:
        """Whether the plan's time is over."""
        return self.plan is not None and self.plan.until_on <= timezone.localdate()

    @property
    def ends_soon(self) -> bool:
        """Whether the plan's time is over soon."""
        return self.plan is not None and not self.is_over and self.plan.until_on - ENDS_SOON <= timezone.localdate()


def plan_of(worker: Any, family: Any) -> PlanPage:
    """The plan of one family, as one worker may see it; the number of queries does not depend on how long it is."""
    standing = standing_of(worker)
    seen = sight(standing, family)
    marks = marks_on(standing, family)
    may = frozenset(power for power in POWERS if marks.holds(standing, power))
    case, is_of_team = case_of(family), "team" in seen.audiences
    if case is None:
        return PlanPage(None, None, [], [], [], [], 0, 0, None, may, is_of_team)
    goals = goals_seen(seen, case)
    if not is_of_team:
        tell_owners(goals, family, worker.agency_id)
    actions = actions_seen(worker, seen, case, {goal.pk for goal in goals}, is_of_team=is_of_team)
    tell_basis_to(standing, family, [*goals, *actions, *(one for row in (*goals, *actions) for one in row.said)])
    by_goal = {goal.pk: goal for goal in goals}
    for row in actions:
        if row.goal_id is not None:
            by_goal[row.goal_id].asked.append(row)
    return PlanPage(
        case=case,
        plan=Plan.objects.filter(case=case).first(),
        goals=[goal for goal in goals if goal.state in OPEN_GOALS],
        ended=[goal for goal in goals if goal.state not in OPEN_GOALS],
        loose=[row for row in actions if row.goal_id is None],
        late=[row for row in actions if row.is_late and row.owner_person_id is None],
        live=case.goals.filter(state=IN_PROGRESS).count(),
        most=live_goals_most(case),
        ladder=ladder_of(case) if is_of_team else None,
        may=may,
        is_of_team=is_of_team,
    )


def actions_seen(worker: Any, seen: Sight, case: Any, goals: Iterable[Any], *, is_of_team: bool) -> list[Any]:
    """Actions of a case that a reader may see, those of goals among them, each with what was said of it.

    The team sees all that its sight opens. A partner sees what is asked of them and of their agency, and what any agency
    is late with.
    """
    goals = set(goals)
    rows = Action.objects.select_related("owner_worker__agency", "owner_agency", "owner_person")
    every: list[Any] = list(seen.of(rows.filter(case=case)))
    own = set(own_actions(standing_of(worker)).filter(case=case).values_list("pk", flat=True))
    shown = [
        row
        for row in every
        if (row.goal_id is None or row.goal_id in goals)
        and (is_of_team or row.pk in own or (row.is_late and row.owner_person_id is None))
    ]
    names = names_of(row.answered_by for row in shown)
    said: dict[Any, list[Any]] = {}
    for one in reversed(said_of(seen, [row.pk for row in shown])):
        said.setdefault(one.on_item, []).append(one)
    for row in shown:
        row.is_own = row.pk in own
        # To those outside the team an agency is late, and nobody of it by name.
        agency = row.owner_worker.agency if row.owner_worker is not None else None
        is_named = is_of_team or row.is_own or agency is None or agency.is_home
        row.shown_owner = row.owner if is_named else agency
        row.answerer = names.get(row.answered_by, "")
        row.said = said.get(row.pk, [])
    return shown


def action_seen(worker: Any, family: Any, action_id: Any) -> Any | None:
    """One action of a family's open case, if the worker may see it."""
    seen = sight(standing_of(worker), family)
    rows = Action.objects.filter(pk=action_id).select_related("owner_worker", "owner_agency", "owner_person", "case")
    return seen.of(rows).first()


def to_answer(worker: Any, family: Any, action_id: Any) -> tuple[Any, bool] | None:
    """One action that a worker may answer, and whether they would record what its owner told them.

    A worker answers for themselves. What an agency or a family member answers, whoever writes the plan can record.
    """
    own = own_action(worker, family, action_id)
    if own is not None:
        return own, False
    standing = standing_of(worker)
    if not marks_on(standing, family).holds(standing, "plan.write"):
        return None
    seen = action_seen(worker, family, action_id)
    return (seen, True) if seen is not None and seen.owner_worker_id is None else None


def workers_of(worker: Any, family: Any) -> list[Any]:
    """Workers of the team who read one family's file, and the one who asks, by name."""
    team = {row.worker_id: row.worker for row in team_around(family) if row.role not in HELPED}
    team.setdefault(worker.pk, worker)
    return sorted(team.values(), key=lambda one: one.name)


def owners(worker: Any, family: Any) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Whoever can be asked something in one family's plan, in groups: workers on the team, agencies, the family."""
    team = {row.worker_id: row.worker for row in team_around(family)}
    team.setdefault(worker.pk, worker)
    workers = [(f"worker:{one.pk}", f"{one.name}, {one.agency}" if one.agency else one.name) for one in team.values()]
    agencies = [(f"agency:{pk}", name) for pk, name in Agency.objects.filter(is_active=True).values_list("pk", "name")]
    people = [
        (f"person:{member.person_id}", str(member.person))
        for member in members_now(family)
        if member.role != "expected"
    ]
    return [
        (_("On the team"), sorted(workers, key=lambda one: one[1])),
        (_("An agency"), agencies),
        (_("The family"), people),
    ]


def plan_months(case: Any) -> int:
    """For how many months a plan of a case is made."""
    profile = profile_of_case(case)
    return int(profile["plan_months"]) if profile is not None else PLAN_MONTHS

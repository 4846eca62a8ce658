"""Goals: those that one reader may see, and what the way of a case asks of all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from thinkfamily.casework.access.scope import Sight, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.families.queries.items import tell
from thinkfamily.casework.families.queries.names import names_of, with_person
from thinkfamily.casework.families.queries.sharing import tell_basis_to
from thinkfamily.casework.families.queries.team import team_around
from thinkfamily.casework.plans.machine import AFTERWARDS, DROPPED, GOAL_STEPS, IN_PROGRESS, OPEN_GOALS
from thinkfamily.casework.plans.models import Goal, GoalRating
from thinkfamily.casework.plans.vague import vague
from thinkfamily.casework.profiles.queries import profile_of_case

# Goals worked on at once where the case has no profile: our choice, after local plans of up to four desired outcomes.
LIVE_MOST = 4


def live_goals_most(case: Any) -> int:
    """How many goals the programme of a case lets be worked on at once."""
    profile = profile_of_case(case)
    return int(profile["live_goals_most"]) if profile is not None else LIVE_MOST


def live_goals(case: Any) -> int:
    """How many goals of a case are worked on now."""
    return Goal.objects.filter(case=case, state=IN_PROGRESS).count()


def goals_missing(case: Any) -> list[Goal]:
    """Goals of a case, still to be worked for, that lack a baseline, a measure, a date or a worker who sees to them."""
    return [goal for goal in Goal.objects.filter(case=case, state__in=OPEN_GOALS) if goal.missing]


def goals_seen(seen: Sight, case: Any) -> list[Any]:
    """Goals of a case that a reader may see, each with its ratings, what is vague about it, and what was said of it."""
    return furnished(list(seen.of(_rows(case))), said_to=seen)


def goal_of(worker: Any, family: Any, goal_id: Any) -> Any | None:
    """One goal of a family's open case, if the worker may see it."""
    standing = standing_of(worker)
    seen = sight(standing, family)
    found = furnished(list(seen.of(_rows(None).filter(pk=goal_id))), said_to=seen)
    if not found:
        return None
    (goal,) = found
    if "team" not in seen.audiences:
        tell_owners([goal], family, worker.agency_id)
    tell_basis_to(standing, family, [goal, *goal.said])
    goal.moves = _moves(goal)
    steps = [(name, words) for name, (_guards, words) in GOAL_STEPS.items() if _can(goal, name)]
    goal.steps = [one for one in steps if goal.case.is_open or one[0] in AFTERWARDS]
    return goal


def furnished(goals: list[Any], *, said_to: Sight | None = None) -> list[Any]:
    """Goals with their ratings, and with what is vague about each and what was said of it where they are a worker's."""
    ratings: dict[Any, list[GoalRating]] = {}
    for rating in GoalRating.objects.filter(goal__in=goals):
        ratings.setdefault(rating.goal_id, []).append(rating)
    names = names_of(row.recorded_by for rows in ratings.values() for row in rows)
    for goal in goals:
        goal.rated = ratings.get(goal.pk, [])
        for row in goal.rated:
            row.recorder = names.get(row.recorded_by, "")
        goal.last = goal.rated[-1] if goal.rated else None
        goal.first = goal.rated[0] if goal.rated else None
        goal.vague = vague(goal) if goal.state in OPEN_GOALS else []
        goal.is_live = goal.state == IN_PROGRESS
        goal.is_open = goal.state in OPEN_GOALS
        goal.is_dropped = goal.state == DROPPED
        goal.asked = []
        goal.shown_owner = goal.owner
        goal.is_overdue = goal.is_open and goal.target_on is not None and goal.target_on < timezone.localdate()
    if said_to is not None:
        tell(goals, said_of(said_to, [goal.pk for goal in goals]))
    return goals


def tell_owners(goals: list[Any], family: Any, agency_id: Any = None) -> None:
    """Name who sees to each goal to those outside the team only where it is a lead, or a colleague of the reader's agency.

    That another agency has a worker on the team is itself something told.
    """
    leads = {row.worker_id for row in team_around(family) if row.is_lead}  # type: ignore[attr-defined]
    for goal in goals:
        owner = goal.owner
        is_told = owner is not None and (owner.pk in leads or (agency_id is not None and owner.agency_id == agency_id))
        goal.shown_owner = owner if is_told else None


def said_of(seen: Sight, ids: list[Any]) -> list[Any]:
    """What was recorded about some items, as a reader may see it, with who recorded it: the newest first."""
    rows: list[Any] = list(seen.of(Statement.objects.filter(on_item__in=ids)).order_by("-recorded_at"))
    names = names_of(row.recorded_by for row in rows)
    for row in rows:
        row.recorded_by_name = names.get(row.recorded_by, "")
    return rows


def _rows(case: Any) -> QuerySet[Goal]:
    rows = with_person(Goal.objects.select_related("owner", "case"))
    return rows if case is None else rows.filter(case=case)


def _can(goal: Any, step: str) -> bool:
    """Whether a goal is where a step begins; its guards say the rest when it is taken."""
    return any(goal.state == each.source for each in getattr(type(goal), step)._django_fsm.transitions.values())


def _moves(goal: Any) -> list[Any]:
    """One row per state the goal has been in, oldest first."""
    moves: list[Any] = []
    for row in goal.history.select_related("history_user").order_by("history_date", "history_id"):
        if not moves or moves[-1].state != row.state:
            moves.append(row)
    return moves

"""The plan and its goals: written with the family, rated, and moved from one state to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions.statements import comment
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.pages.basis import Basis, must_stand
from thinkfamily.casework.plans.actions._held import held_for_plan, must_confide, must_fit
from thinkfamily.casework.plans.machine import AFTERWARDS, GOAL_STEPS, MET, NOT_MET, OPEN_GOALS, PARTLY, unmet
from thinkfamily.casework.plans.models import Goal, GoalRating, Plan
from thinkfamily.casework.plans.months import months_after
from thinkfamily.casework.plans.problems import PlanError, place_of_safety, refuse_where
from thinkfamily.casework.plans.queries.goals import live_goals, live_goals_most
from thinkfamily.casework.plans.queries.plan import plan_months
from thinkfamily.casework.plans.queries.shared import shown_to
from thinkfamily.casework.sharing.permissions import must_hold


@dataclass(frozen=True)
class GoalWords:
    """What a goal says.

    Attributes:
        text: what is to change.
        own_words: the same in the family's own words.
        words_of: whose words.
        person: whose goal; None for the family as one.
        baseline: how it is now.
        measure: how we will know.
        target: what we aim for.
        target_on: by when.
        owner: the worker who sees to it.
        phase: 1 for now, 2 for next, 3 for later.
        category: its category.
        audience: who may see it.
        hidden_from: the people who must not see it.
        confided_by: the young person who asked that nobody else of the family reads it.
    """

    text: str
    own_words: str = ""
    words_of: str = ""
    person: Any = None
    baseline: str = ""
    measure: str = ""
    target: str = ""
    target_on: date | None = None
    owner: Any = None
    phase: int = 1
    category: str = "other"
    audience: str = "family"
    hidden_from: Sequence[Any] = ()
    confided_by: Any = None


_WORDS = tuple(field.name for field in fields(GoalWords) if field.name != "hidden_from")
_TEXTS = ("text", "own_words", "words_of", "baseline", "measure", "target")


@transaction.atomic
def propose_goal(case: Any, words: GoalWords, *, by: Any) -> Goal:
    """Write a goal into the plan of a case. The first one begins the plan, for as long as the programme says.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the family does not take part, or the goal has no words.
    """
    how = must_hold(by, case.family, "plan.write")[0][1]
    held = held_for_plan(case)
    _must_say(held.family, words)
    must_confide(held.family, words.confided_by)
    today = timezone.localdate()
    plan = Plan.objects.filter(case=held).first()
    if plan is None:
        plan = Plan(case=held, from_on=today, until_on=months_after(today, plan_months(held)), made_by=by.pk)
        save(plan, by)
    goal = Goal(
        case=held,
        family=held.family,
        recorded_by=by.pk,
        from_on=today,
        moved_on=today,
        **_said(by, held.family, words),
    )
    save(goal, by)
    goal.hidden_from.set(words.hidden_from)
    _recorded(goal, by, [name for name in (*_WORDS, "hidden_from") if getattr(words, name)], how)
    return goal


@transaction.atomic
def change_goal(goal: Goal, words: GoalWords, *, by: Any, based_on: Basis | None = None) -> Goal:
    """Change what a goal says; what it said before is kept as history. Who sees it is changed where items' visibility is.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the family does not take part, the goal is over, or it would have no words.
        ChangedMeanwhileError: somebody changed it since the form was opened.
    """
    how = must_hold(by, goal.case.family, "plan.write")[0][1]
    held_for_plan(goal.case)
    row = _held(goal)
    must_stand(based_on)
    refuse_where(
        (
            row.state not in OPEN_GOALS,
            "TF-PLAN-011",
            "",
            _("The goal is over."),
            _("Write a new one: what was agreed stays as it was."),
        )
    )
    _must_say(row.family, words)
    changed = []
    for name, said in _said(by, row.family, words).items():
        if name not in ("category", "audience", "confided_by") and getattr(row, name) != said:
            setattr(row, name, said)
            changed.append(name)
    save(row, by)
    _recorded(row, by, changed, how)
    return row


@transaction.atomic
def move_goal(goal: Goal, *, step: str, because: str = "", by: Any) -> Goal:
    """Move a goal to its next state.

    Args:
        goal: the goal.
        step: one of `GOAL_STEPS`.
        because: why, where a guard asks it.
        by: who moves it.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the family does not take part, the goal is elsewhere, or a guard of the machine is not met.
    """
    how = must_hold(by, goal.case.family, "plan.write")[0][1]
    held = held_for_plan(goal.case, or_after=step in AFTERWARDS)
    row = _held(goal)
    if step not in GOAL_STEPS:
        raise PlanError(
            "TF-PLAN-012", found=_("There is no such step."), do=_("Choose one that the page offers."), field="step"
        )
    row.because = heard(by, held.family, place_of_safety, because=because.strip())["because"]
    row.moved_on = timezone.localdate()
    row.room = live_goals_most(held) - live_goals(held)
    method = getattr(row, step)
    sources = [each.source for each in method._django_fsm.transitions.values()]
    if row.state not in sources:
        raise PlanError(
            "TF-PLAN-013",
            found=_("The goal is not where this step begins."),
            do=_("Read it again: somebody may have moved it."),
            field="step",
        )
    problem = unmet(GOAL_STEPS[step][0], row)
    if problem is not None:
        found, field = problem
        raise PlanError("TF-PLAN-014", found=found, do=_("Then move the goal."), field=field)
    method()
    if row.state in (MET, PARTLY, NOT_MET):
        row.ended_on = timezone.localdate()
    save(row, by)
    _recorded(row, by, ["state", *(["because"] if row.because else [])], how)
    return row


@transaction.atomic
def rate_goal(goal: Goal, *, value: int, rater: str, rated_on: date, note: str = "", by: Any) -> GoalRating:
    """Say how far a goal is, from 0 to 10. Ratings are added and never changed.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the number or the day cannot be.
    """
    how = must_hold(by, goal.case.family, "plan.write")[0][1]
    refuse_where(
        (
            not 0 <= value <= 10,
            "TF-PLAN-015",
            "value",
            _("The number is not on the scale."),
            _("Give one from 0 to 10."),
        ),
        (
            rated_on > timezone.localdate(),
            "TF-PLAN-016",
            "rated_on",
            _("The day lies ahead."),
            _("Give the day on which it was said."),
        ),
        (rater not in dict(GoalRating.RATERS), "TF-PLAN-017", "rater", _("Who says so is missing."), _("Choose one.")),
    )
    said = heard(by, goal.case.family, place_of_safety, note=note.strip())
    made = GoalRating.objects.create(goal=goal, value=value, rater=rater, rated_on=rated_on, recorded_by=by.pk, **said)
    _recorded(goal, by, ["note", "rated_on", "rater", "value"], how, others=[made.pk])
    return made


@transaction.atomic
def set_plan_dates(plan: Plan, *, until_on: date, because: str, by: Any, based_on: Basis | None = None) -> Plan:
    """Say that a plan ends on another day, and why; what it was before is kept as history.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the day is not after the plan's first, or the reason is missing.
        ChangedMeanwhileError: somebody changed it since the form was opened.
    """
    how = must_hold(by, plan.case.family, "plan.write")[0][1]
    held_for_plan(plan.case)
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    must_stand(based_on)
    refuse_where(
        (
            until_on <= row.from_on,
            "TF-PLAN-018",
            "until_on",
            _("The day is not after the first of the plan."),
            _("Give a later one."),
        ),
        (
            not because.strip(),
            "TF-PLAN-019",
            "because",
            _("The reason is missing."),
            _("Say why it ends on another day."),
        ),
    )
    row.until_on = until_on
    row.because = heard(by, plan.case.family, place_of_safety, because=because.strip())["because"]
    save(row, by)
    record(
        "plan.write",
        by=by,
        kind="plan",
        object=row.pk,
        family=plan.case.family_id,
        fields=["because", "until_on"],
        relationship=how,
    )
    return row


@transaction.atomic
def comment_on_plan(family: Any, *, reader: Any, item_id: Any, text: str, disagrees: bool = False, by: Any) -> Any:
    """Add a family member's own words to a goal, a promise or a task of their version of the plan. The leads read them.

    Raises:
        NotAllowedError: the account is not of a member of this family.
        FamilyError: it is not in this member's version.
    """
    item = shown_to(family, reader, item_id)
    return comment(family, text, by=by, on_item=item_id, disagrees=disagrees, found=item)


def _must_say(family: Any, words: GoalWords) -> None:
    refuse_where(
        (not words.text.strip(), "TF-PLAN-010", "text", _("The goal has no words."), _("Say what is to change."))
    )
    people = [*([words.person] if words.person else []), *words.hidden_from]
    must_fit(family, category=words.category, audience=words.audience, people=people)


def _said(by: Any, family: Any, words: GoalWords) -> dict[str, Any]:
    """What a goal says, as it is to be kept."""
    texts = heard(by, family, place_of_safety, **{name: getattr(words, name) for name in _TEXTS})
    return {name: texts.get(name, getattr(words, name)) for name in _WORDS}


def _held(goal: Goal) -> Any:
    """The goal as it stands in the database, held until this transaction is over."""
    return Goal.objects.select_for_update(of=("self",)).select_related("family", "case").get(pk=goal.pk)


def _recorded(goal: Goal, by: Any, changed: Sequence[str], how: str, others: Sequence[Any] = ()) -> None:
    record(
        "plan.write",
        by=by,
        kind="goal",
        object=goal.pk,
        family=goal.family_id,
        others=others,
        fields=changed,
        relationship=how,
    )

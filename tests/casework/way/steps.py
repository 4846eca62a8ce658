"""A case taken along its way, through the same actions as on screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import CONSIDERED, Case
from thinkfamily.casework.meetings.actions import meetings
from thinkfamily.casework.meetings.actions.invitations import invite
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.models import Goal

ASSESSED = {
    "covers": [],
    "left_out": "Everybody is covered in the paper of that day.",
    "strengths": "They laugh together.",
    "worries": "The rent.",
    "means": "With the rent settled, mornings will be calm.",
    "shared": "yes",
    "not_shared": "",
}
CLOSE = {
    "came_of_it": "Both goals are met.",
    "family_view": "We can do this.",
    "child_view": "It is quiet now.",
    "contingency": "Ring the school first.",
    "safe": True,
    "follow_up": "contact",
}


@dataclass
class At:
    """One family with those who work with it."""

    family: Any
    case: Case
    lead: Any
    child_lead: Any
    manager: Any
    other_manager: Any


def begun(*, lead: Any = None, manager: Any = None, other: Any = None, members: Any = ()) -> At:
    """A considered family of one team, two managers, and two who can lead."""
    team = make.team()
    family = make.family(*members, of=team, state=CONSIDERED)
    case = Case.objects.get(family=family)
    return At(
        family,
        case,
        lead or make.worker("adult_lead", of=team),
        make.worker("child_lead", of=team),
        manager or make.worker("manager", of=team),
        other or make.worker("manager", of=team),
    )


def choose(at: At, profile: str = "family_help", tier: str = "usual", **told: Any) -> None:
    """Choose the programme."""
    actions.take_step(at.case, "choose_profile", by=at.manager, profile=profile, tier=tier, because="Fits", **told)


def agree(at: At) -> None:
    """An adult agrees."""
    adult = at.family.members.filter(role="adult").order_by("pk").first().person
    today = timezone.localdate()
    case = Case.objects.get(pk=at.case.pk)
    actions.record_agreement(
        case, adult, to_what="One plan", was_told="The notice", language="English", agreed_on=today,
        review_on=today + timedelta(days=180), by=at.manager,
    )  # fmt: skip


def withdrawal(**told: Any) -> dict[str, Any]:
    """What is recorded of a withdrawal."""
    today = timezone.localdate()
    asked = {
        "threshold": "not_met",
        "threshold_because": "Asked the school.",
        "data_review_on": today + timedelta(days=28),
    }
    return {"withdrawn_on": today, "effect": "All work stops", **asked, **told}


def check(at: At, risk: str = "low") -> None:
    """Check who may know."""
    actions.take_step(at.case, "check", by=at.manager, restriction="no", risk=risk, risk_note="")


def lead(at: At, worker: Any, role: str) -> None:
    """Ask somebody to lead, who accepts."""
    made = actions.ask_to_lead(at.case, worker, role, because="Fits", by=at.manager)
    actions.answer_lead(made.involvement, answer="yes", by=worker)


def hear_children(at: At) -> None:
    """Each child says something."""
    for member in at.family.members.filter(role="child"):
        actions.record_child_view(
            Case.objects.get(pk=at.case.pk), member.person, wish="mixed", how_asked="Drawing, at school",
            said_on=timezone.localdate(), by=at.manager,
        )  # fmt: skip


def to_assessing(at: At, profile: str = "family_help", tier: str = "usual", **told: Any) -> None:
    """As far as the assessment."""
    choose(at, profile, tier, **told)
    actions.take_step(at.case, "offer", by=at.manager, how="visit", told="All of it")
    agree(at)
    check(at)
    lead(at, at.lead, "adult_lead")
    if profile in ("family_recovery", "court_linked"):
        lead(at, at.child_lead, "child_lead")
    hear_children(at)
    actions.take_step(at.case, "assess", by=at.lead, with_whom="All")


def to_active(at: At, clock: Any, profile: str = "family_help", tier: str = "usual", **told: Any) -> None:
    """As far as work by the plan."""
    to_assessing(at, profile, tier, **told)
    clock.on(weeks=3)
    actions.take_step(at.case, "assessed", by=at.lead, **ASSESSED)
    actions.take_step(at.case, "authorise", by=at.manager, note="Clear")
    add_goal(at)
    clock.on(weeks=1)
    actions.take_step(at.case, "begin_work", by=at.lead, note="Agreed with all")


def add_goal(at: At, text: str = "The rent is paid on the first of each month") -> Any:
    """A goal that the family agrees to, and on which work begins."""
    words = plans.GoalWords(
        text=text, baseline="Three months behind", measure="The landlord's statement", target="Nothing is owed",
        target_on=timezone.localdate() + timedelta(days=200), owner=at.lead,
    )  # fmt: skip
    goal = plans.propose_goal(at.case, words, by=at.lead)
    plans.move_goal(goal, step="agree", because="Ada agrees", by=at.lead)
    return plans.move_goal(goal, step="begin", by=at.lead)


def end_goals(at: At, step: str = "meet") -> None:
    """Rate every goal that is worked on, and end it."""
    for goal in Goal.objects.filter(case=at.case, state="in_progress"):
        plans.rate_goal(goal, value=9, rater="family", rated_on=timezone.localdate(), by=at.lead)
        plans.move_goal(goal, step=step, by=at.lead)


def meet(at: At, kind: str = "family_review") -> Any:
    """A meeting is planned and held today."""
    today = timezone.localdate()
    made = meetings.plan_meeting(at.case, kind=kind, planned_on=today, by=at.lead)
    asked = invite(made, workers=[at.lead], by=at.lead)
    return meetings.hold_meeting(made, held_on=today, attendance={row.pk: "came" for row in asked}, by=at.lead)


def to_stepping_down(at: At, clock: Any, *, accepted: bool = True) -> None:
    """As far as stepping down."""
    to_active(at, clock)
    clock.on(weeks=30)
    actions.take_step(
        at.case,
        "step_down",
        by=at.lead,
        next_kind="service",
        next_who="School",
        family_agrees="yes",
        family_words="Yes",
    )
    end_goals(at)
    if accepted:
        actions.take_step(at.case, "next_accepted", by=at.lead, who="School, head of year", what="A weekly talk")
    clock.on(weeks=4)


def to_closed(at: At, clock: Any) -> None:
    """To the end."""
    to_stepping_down(at, clock)
    made = actions.take_step(at.case, "close", by=at.lead, **CLOSE)
    actions.sign_step(made, answer="sign", by=at.other_manager)

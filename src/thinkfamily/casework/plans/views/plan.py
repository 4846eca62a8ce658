"""The plan of a family, and its goals."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.families.queries.understanding import who_may_confide
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.forms import GoalForm, GoalWordsForm, MoveForm, PlanDatesForm, RatingForm
from thinkfamily.casework.plans.forms._seen_by import FAMILY
from thinkfamily.casework.plans.views._page import file_page, kept, open_case
from thinkfamily.casework.sharing.forms import attempt


@door(GET="plan.read")
def plan(request: HttpRequest, family: Any) -> HttpResponse:
    """The plan: its goals, and what is asked of whom."""
    return file_page(request, family, "plan", "plan", page=queries.plan_of(request.user, family))


@door(GET="plan.read")
def goal(request: HttpRequest, family: Any, goal_id: UUID) -> HttpResponse:
    """One goal: what it is measured by, how far it is, and what it was before."""
    page = queries.plan_of(request.user, family)
    found = _goal(request, family, goal_id)
    listed = next((one for one in (*page.goals, *page.ended) if one.pk == found.pk), None)
    found.asked = listed.asked if listed is not None else []
    return file_page(request, family, "goal", "plan", page=page, goal=found)


@sensitive_post_parameters()
@door(GET="plan.write", POST="plan.write")
def propose(request: HttpRequest, family: Any) -> HttpResponse:
    """Write a goal."""
    case = open_case(family)
    form = GoalForm(
        sent(request),
        people=_people(family),
        confiding=who_may_confide(family),
        workers=queries.workers_of(request.user, family),
    )

    def write(**told: Any) -> None:
        actions.propose_goal(case, actions.GoalWords(**told), by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("The goal is proposed. Talk it through with the family before you begin."))
        return redirect("plans:plan", family.pk)
    page = queries.plan_of(request.user, family)
    return kept(render(request, "plans/goal_form.html", {"family": family, "form": form, "page": page}))


@sensitive_post_parameters()
@door(GET="plan.write", POST="plan.write")
def change(request: HttpRequest, family: Any, goal_id: UUID) -> HttpResponse:
    """Change what a goal says."""
    found = _goal(request, family, goal_id)
    workers = queries.workers_of(request.user, family)
    if found.owner is not None and found.owner not in workers:
        workers.append(found.owner)
    people = _people(family)
    if found.person is not None and found.person not in people:
        people.append(found.person)
    basis = Basis(found, partial(_goal, request, family, goal_id), _words)
    form = GoalWordsForm(sent(request), people=people, workers=workers, basis=basis)

    def write(based_on: Basis | None = None, **told: Any) -> None:
        actions.change_goal(found, actions.GoalWords(**told), by=request.user, based_on=based_on)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("The goal is changed. What it said before is kept."))
        return redirect("plans:goal", family.pk, found.pk)
    return kept(render(request, "plans/goal_form.html", {"family": family, "form": form, "goal": found}))


@sensitive_post_parameters()
@door(GET="plan.write", POST="plan.write")
def move(request: HttpRequest, family: Any, goal_id: UUID) -> HttpResponse:
    """Move a goal to its next state."""
    found = _goal(request, family, goal_id)
    form = MoveForm(sent(request), steps=found.steps)
    if form.is_valid() and attempt(form, actions.move_goal, found, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("plans:goal", family.pk, found.pk)
    page = queries.plan_of(request.user, family)
    about = {"family": family, "form": form, "goal": found, "page": page}
    return kept(render(request, "plans/goal_move.html", about))


@sensitive_post_parameters()
@door(GET="plan.write", POST="plan.write")
def rate(request: HttpRequest, family: Any, goal_id: UUID) -> HttpResponse:
    """Say how far a goal is."""
    found = _goal(request, family, goal_id)
    form = RatingForm(sent(request))
    if form.is_valid() and attempt(form, actions.rate_goal, found, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("plans:goal", family.pk, found.pk)
    return kept(render(request, "plans/goal_rate.html", {"family": family, "form": form, "goal": found}))


@sensitive_post_parameters()
@door(GET="plan.write", POST="plan.write")
def dates(request: HttpRequest, family: Any, plan_id: UUID) -> HttpResponse:
    """Say that the plan ends on another day."""
    found = _plan(request, family, plan_id)
    basis = Basis(found, partial(_plan, request, family, plan_id), lambda row: {"until_on": row.until_on})
    form = PlanDatesForm(sent(request), basis=basis)
    if form.is_valid() and attempt(form, actions.set_plan_dates, found, by=request.user):
        messages.success(request, _("The plan ends on another day. What it was before is kept."))
        return redirect("plans:plan", family.pk)
    return kept(render(request, "plans/dates.html", {"family": family, "form": form, "plan": found}))


def _plan(request: HttpRequest, family: Any, plan_id: UUID) -> Any:
    found = queries.plan_of(request.user, family).plan
    if found is None or found.pk != plan_id:
        raise Http404
    return found


def _goal(request: HttpRequest, family: Any, goal_id: UUID) -> Any:
    found = queries.goal_of(request.user, family, goal_id)
    if found is None:
        raise Http404
    return found


def _words(goal: Any) -> dict[str, Any]:
    """What a goal says, as its form shows it."""
    names = ("own_words", "words_of", "text", "baseline", "measure", "target", "target_on", "phase")
    own = {name: getattr(goal, name) for name in names}
    return own | {"person": goal.person_id or FAMILY, "owner": goal.owner_id}


def _people(family: Any) -> list[Any]:
    return [member.person for member in members_now(family)]

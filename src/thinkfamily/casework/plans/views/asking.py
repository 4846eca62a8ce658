"""What is asked of whom: asked by those who write the plan, answered by its owner."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.queries import members_now
from thinkfamily.casework.families.queries.powers import powers_on
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.forms import ActionForm, AnswerForm, TakeBackForm
from thinkfamily.casework.plans.machine import ACTION_STEPS, ASKED
from thinkfamily.casework.plans.views._page import kept, open_case
from thinkfamily.casework.sharing.forms import attempt


@sensitive_post_parameters()
@door(GET="plan.write", POST="plan.write")
def ask(request: HttpRequest, family: Any, goal_id: UUID | None = None) -> HttpResponse:
    """Ask something of somebody, for a goal or for none."""
    case = open_case(family)
    goal = queries.goal_of(request.user, family, goal_id) if goal_id is not None else None
    if goal_id is not None and goal is None:
        raise Http404
    first = {}
    if goal is not None:
        hidden = [str(person.pk) for person in goal.hidden_from.all()]
        first = {"category": goal.category, "audience": goal.audience, "hidden_from": hidden}
    form = ActionForm(
        sent(request),
        people=[member.person for member in members_now(family)],
        owners=queries.owners(request.user, family),
        initial=first,
    )

    def write(**told: Any) -> None:
        actions.ask(case, actions.Asked(**told, goal=goal), by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Asked. Whoever is asked finds it among what is asked of them."))
        return redirect("plans:plan", family.pk)
    return kept(render(request, "plans/ask.html", {"family": family, "form": form, "goal": goal}))


@sensitive_post_parameters()
@door(GET="plan.answer", POST="plan.answer")
def answer(request: HttpRequest, family: Any, action_id: UUID) -> HttpResponse:
    """Accept, refuse or finish what is asked of oneself, or record what its owner has told."""
    found = queries.to_answer(request.user, family, action_id)
    if found is None:
        raise Http404
    action, is_as_told = found
    steps = [(step, words) for step, (_guards, words) in ACTION_STEPS.items()]
    if action.state != ASKED:
        steps = [pair for pair in steps if pair[0] == "finish"]
    form = AnswerForm(sent(request), steps=steps, of_family=found[0].owner_person_id is not None and not is_as_told)
    back = _back(request, family)

    def write(**told: Any) -> None:
        actions.answer_action(family, action_id, **told, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Thank you. Your answer is recorded."))
        return redirect(*back)
    about = {"family": family, "form": form, "asked": action, "is_as_told": is_as_told, "back": back}
    return kept(render(request, "plans/answer.html", about))


@sensitive_post_parameters()
@door(GET="plan.write", POST="plan.write")
def take_back(request: HttpRequest, family: Any, action_id: UUID) -> HttpResponse:
    """Say that something is no longer asked."""
    action = queries.action_seen(request.user, family, action_id)
    if action is None:
        raise Http404
    form = TakeBackForm(sent(request))
    if form.is_valid() and attempt(form, actions.take_back_action, action, by=request.user):
        messages.success(request, _("It is no longer asked. It stays on the plan as what was asked once."))
        return redirect("plans:plan", family.pk)
    return kept(render(request, "plans/take_back.html", {"family": family, "form": form, "asked": action}))


@door(GET="plan.answer")
def tasks(request: HttpRequest) -> HttpResponse:
    """What is asked of whoever is signed in, of every family, and of nobody else."""
    return kept(render(request, "plans/tasks.html", {"rows": queries.tasks_of(request.user)}))


def _back(request: HttpRequest, family: Any) -> tuple[Any, ...]:
    """Where an answer leads: to the plan, to the family's version, or to one's own tasks."""
    may = powers_on(standing_of(request.user), family, "plan.read", "family.comment")
    if "plan.read" in may:
        return "plans:plan", family.pk
    return ("plans:shared", family.pk) if "family.comment" in may else ("plans:tasks",)

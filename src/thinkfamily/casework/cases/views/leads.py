"""Who leads: asked, accepted, weighed, and handed over when somebody goes."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.scope import marks_on
from thinkfamily.casework.access.sent import recorded_before
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.forms import AcceptForm, AskLeadForm, CapacityForm
from thinkfamily.casework.cases.forms.handovers import (
    LeaverForm,
    PrepareForm,
    RaiseForm,
    ReceiverForm,
    ToldForm,
    VisitForm,
)
from thinkfamily.casework.cases.handover_guards import unmet
from thinkfamily.casework.cases.queries import leads, waiting
from thinkfamily.casework.cases.queries.leaving import leaving
from thinkfamily.casework.cases.views._one import back_to, the_case
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.sharing.forms import attempt


@door(GET="case.allocate", POST="case.allocate")
def ask_lead(request: HttpRequest, family: Any) -> HttpResponse:
    """Ask somebody to lead, seeing what each carries."""
    case = the_case(family)
    offered = {one.key: one for one in leads.who_can_lead(family, case)}
    # Somebody whom a lead proposed stands chosen.
    proposed = request.GET.get("who", "")
    form = AskLeadForm(
        sent(request),
        offered=list(offered.values()),
        initial={"who": proposed} if proposed in offered else None,
    )

    def ask(who: str, because: str, over_because: str) -> None:
        chosen = offered[who]
        actions.ask_to_lead(
            case, chosen.worker, chosen.role, because=because, over_because=over_because, by=request.user
        )

    if form.is_valid() and attempt(form, ask):
        messages.success(request, _("They are asked. Until they accept, the team's manager answers for the case."))
        # Triage reads a file until somebody is asked to lead it.
        return back_to(request.user, family)
    return render(request, "cases/ask_lead.html", {"family": family, "form": form, "offered": offered})


@door(GET="lead.answer")
def asked_to_lead(request: HttpRequest) -> HttpResponse:
    """Which cases this worker is asked to lead, or to take over."""
    worker = request.user
    context = {"parts": leads.asked_to_lead(worker), "handovers": waiting.to_take_over(worker)}
    return render(request, "cases/asked_to_lead.html", context)


@door(GET="case.lead", POST="case.lead")
def answer_lead(request: HttpRequest, family: Any) -> HttpResponse:
    """Accept a case, or say why not."""
    part = leads.part_to_answer(request.user, family)
    if part is None:
        raise Http404
    form = AcceptForm(sent(request))
    if form.is_valid() and attempt(form, actions.answer_lead, part, by=request.user):
        messages.success(request, _("Recorded."))
        accepted = form.cleaned_data["answer"] == "yes"
        return redirect("cases:case", family.pk) if accepted else redirect("cases:asked_to_lead")
    load = leads.load_of(request.user)
    return render(request, "cases/answer_lead.html", {"family": family, "form": form, "part": part, "load": load})


@door(GET="case.hand_over", POST="case.hand_over")
def raise_handover(request: HttpRequest, family: Any) -> HttpResponse:
    """Begin to hand a case over."""
    rows = {str(part.pk): part for part in leads.parts_as_lead(family)}
    form = RaiseForm(sent(request), parts=list(rows.values()))

    made: list[Any] = []

    def begin(part: str, **told: Any) -> None:
        made.append(actions.raise_handover(rows[part], by=request.user, **told))

    if form.is_valid() and attempt(form, begin):
        messages.success(
            request,
            _(
                "The handover has begun. The case stays with its lead until somebody accepts it, or their last day is over."
            ),
        )
        return redirect("cases:handover", family.pk, made[0].pk if made else recorded_before())
    return render(request, "cases/raise_handover.html", {"family": family, "form": form})


@door(GET="case.hand_over", POST="case.hand_over")
def stop_handover(request: HttpRequest, family: Any, handover_id: UUID) -> HttpResponse:
    """Stop a handover that is not needed."""
    found = _handover(family, handover_id)
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, actions.stop_handover, found, by=request.user):
        messages.success(request, _("It is stopped."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/stop_handover.html", {"family": family, "form": form, "handover": found})


@door(GET="case.hand_over")
def handover(request: HttpRequest, family: Any, handover_id: UUID) -> HttpResponse:
    """One handover: where it stands, and what comes next."""
    found = _handover(family, handover_id)
    missing = unmet(found, "prepare") if found.state == found.RAISED else []
    standing = standing_of(request.user)
    about = {
        "done": set(found.checked),
        "lines": found.CHECKLIST,
        "missing": missing,
        "may_name": marks_on(standing, family).holds(standing, "case.allocate"),
    }
    return render(request, "cases/handover.html", {"family": family, "handover": found, **about})


def handover_step(name: str, power: str, made: Any, action: Any) -> Any:
    """The page of one step of a handover: its name, who may take it, its form and its action."""

    @sensitive_post_parameters()
    @door(GET=power, POST=power)
    def step(request: HttpRequest, family: Any, handover_id: UUID) -> HttpResponse:
        found = _handover(family, handover_id)
        about = {"handover": found, "by": request.user}
        if hasattr(made, "there"):
            about["basis"] = Basis(found, partial(_handover, family, handover_id), made.there)
        form = made(sent(request), **about)
        if form.is_valid() and attempt(form, action, found, by=request.user):
            messages.success(request, _("Recorded."))
            return redirect("cases:handover", family.pk, found.pk)
        return render(
            request, "cases/handover_step.html", {"family": family, "form": form, "handover": found, "step": name}
        )

    step.__name__ = name
    step.__doc__ = f"The step of a handover called {name}."
    return step


prepare = handover_step("prepare", "case.hand_over", PrepareForm, actions.prepare_handover)
visit = handover_step("visit", "case.hand_over", VisitForm, actions.visit_handover)
tell = handover_step("tell", "case.hand_over", ToldForm, actions.tell_handover)
receiver = handover_step("receiver", "case.allocate", ReceiverForm, actions.name_receiver)


@door(GET="lead.answer", POST="lead.answer")
def accept_handover(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Accept a case from its old lead; only who was named sees that there is one."""
    found = waiting.handover_to_accept(request.user, handover_id)
    if found is None:
        raise Http404
    form = PlainForm(sent(request))
    if form.is_valid():
        try:
            if attempt(form, actions.accept_handover, found, by=request.user):
                messages.success(request, _("You lead this case from today."))
                return redirect("cases:case", found.case.family_id)
        except (NotPossibleError, PermissionDenied):
            form.add_error(None, _("You cannot be given this part. Ask the manager who named you."))
    missing = [] if found.state == found.RAISED else unmet(found, "accept")
    about = {"handover": found, "form": form, "load": leads.load_of(request.user), "missing": missing}
    return render(request, "cases/accept_handover.html", about)


@door(GET="lead.answer")
def handovers(request: HttpRequest) -> HttpResponse:
    """Handovers under way that concern this worker."""
    return render(
        request, "cases/handovers.html", {"handovers": waiting.handovers_of(request.user), "worker": request.user}
    )


@door(GET="team.board", POST="team.board")
def leaver(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """Everything that a worker who leaves leads, and handing it over at once."""
    worker = waiting.leaver_of(request.user, worker_id)
    if worker is None:
        raise Http404
    parts = waiting.leads_led_by(request.user, worker)
    # What each would carry is said of the families that were chosen, and before any was, of all.
    chosen = [part for part in parts if str(part.pk) in request.POST.getlist("parts")] or parts
    receivers = waiting.possible_receivers(request.user, worker, chosen)
    form = LeaverForm(sent(request), parts=parts, receivers=receivers)

    def hand_over(**told: Any) -> None:
        actions.reassign(by=request.user, **told)

    if form.is_valid() and attempt(form, hand_over):
        messages.success(
            request,
            _(
                "The handovers have begun. Each family stays with its lead until somebody accepts it, or their last day is over."
            ),
        )
        return redirect("cases:handovers_of_team")
    rows = leaving(worker, parts)
    begun = {one.part.pk for one in rows if one.handover is not None}
    form.leave_out(begun)
    about = {"leaver": worker, "parts": parts, "form": form, "rows": rows, "is_left": len(begun) < len(parts)}
    return render(request, "cases/leaver.html", about)


@door(GET="team.board")
def handovers_of_team(request: HttpRequest) -> HttpResponse:
    """Handovers under way in this manager's teams."""
    return render(
        request, "cases/handovers.html", {"handovers": waiting.handovers_of(request.user), "worker": request.user}
    )


@door(GET="team.board", POST="team.board")
def capacity(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """How much one worker carries, and when they leave."""
    worker = waiting.worker_led(request.user, worker_id)
    if worker is None:
        raise Http404
    load = leads.loads_of([worker])[worker.pk]
    form = CapacityForm(sent(request), initial={"percent": load.capacity, "leaves_on": load.leaves_on})
    if form.is_valid() and attempt(form, actions.set_capacity, worker, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("cases:loads")
    return render(request, "cases/capacity.html", {"who": worker, "form": form, "load": load})


@door(GET="team.board")
def loads(request: HttpRequest) -> HttpResponse:
    """What each lead of this manager's teams carries."""
    return render(
        request,
        "cases/loads.html",
        {"loads": waiting.loads_of_team(request.user), "gone": waiting.left_behind(request.user)},
    )


def _handover(family: Any, handover_id: UUID) -> Any:
    found = waiting.handover_for(family, handover_id)
    if found is None:
        raise Http404
    return found

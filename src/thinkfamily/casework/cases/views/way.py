"""The case: where it stands and what can come next, each step, what waits for a signature, and the duty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.cases import actions, queries
from thinkfamily.casework.cases.forms import GroundForm, LookForm, SignForm
from thinkfamily.casework.cases.forms.steps import FORMS
from thinkfamily.casework.cases.queries import waiting
from thinkfamily.casework.cases.spells import CHANGED, CHOSEN
from thinkfamily.casework.cases.steps import STEPS
from thinkfamily.casework.cases.views._one import back_to, the_case
from thinkfamily.casework.cases.way import choices_of, decided_upon, lines_to_sign, spells_told, told_of, way_of
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.sharing.forms import attempt

# Of a step that begins elsewhere: said before anything is typed, and not after.
NOT_FROM_HERE = gettext_lazy("The case stands where this step begins: look at where it stands now.")


@door(GET="case.read")
def case(request: HttpRequest, family: Any) -> HttpResponse:
    """The case: how it stands, who leads, what can come next, who agrees, and how it went."""
    way = way_of(request.user, family)
    told = told_of(way.case, request.user) if way.case else []
    context = {
        "family": family,
        "way": way,
        "told": told,
        "spells": spells_told(told),
        "taking_part": queries.taking_part(request.user, family),
    }
    return render(request, "cases/case.html", context)


def step_view(code: str) -> Any:
    """The page of one step."""
    kind = STEPS[code]

    @sensitive_post_parameters()
    @door(GET=kind.power, POST=kind.power)
    def step(request: HttpRequest, family: Any) -> HttpResponse:
        case = the_case(family)
        way = way_of(request.user, family)
        form = FORMS[code](sent(request), case=case, initial=_first_of(way, code, request.user))
        if form.is_valid() and attempt(form, actions.take_step, case, code, by=request.user):
            if queries.proposal_for(family) is not None and kind.second:
                messages.success(request, _("It waits for a second person's signature. Until then nothing changes."))
            else:
                messages.success(request, _("Recorded."))
            return back_to(request.user, family)
        context = {
            "family": family,
            "form": form,
            "kind": kind,
            "way": way,
            "missing": next((one.missing for one in way.next if one.code == code), [NOT_FROM_HERE]),
            "told": decided_upon(case, code, request.user),
            "proposed": way.proposed if code == CHOSEN else [],
            "named": way.named if code == CHOSEN else None,
            "choices": choices_of(case) if code in (CHOSEN, CHANGED) else [],
            "is_urgent": code == "step_up",
        }
        return render(request, "cases/step.html", context)

    step.__name__ = code
    step.__doc__ = str(kind.title)
    return step


def _first_of(way: Any, code: str, by: Any) -> dict[str, Any]:
    """What stands in the form of a step at first: what they proposed and was returned, so that nothing is typed again.

    When a programme is to be chosen: what was proposed for the case, or what its needs point to first.
    """
    returned = way.returned
    if returned is not None and returned.code == code and returned.proposed_by == by.pk:
        held = dict(returned.content)
        return held | ({"profile": f"{held['profile']} {held['version']}"} if "version" in held else {})
    if code != CHOSEN:
        return {}
    first = way.named or next(iter(way.proposed), None)
    return {} if first is None else {"profile": first.code, "tier": first.tier}


@sensitive_post_parameters()
@door(GET="case.sign", POST="case.sign")
def sign(request: HttpRequest, family: Any) -> HttpResponse:
    """Sign or return the step that another proposed."""
    proposal = queries.proposal_for(family)
    if proposal is None:
        raise Http404
    form = SignForm(sent(request), read=proposal.pk)
    if form.is_valid() and attempt(form, actions.sign_step, proposal, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("cases:case", family.pk)
    context = {
        "family": family,
        "form": form,
        "proposal": proposal,
        "kind": STEPS[proposal.code],
        "lines": lines_to_sign(proposal, request.user),
        "told": decided_upon(proposal.case, proposal.code, request.user),
        "choices": choices_of(proposal.case) if proposal.code == CHANGED else [],
        "is_own": proposal.proposed_by == request.user.pk,
    }
    return render(request, "cases/sign.html", context)


@sensitive_post_parameters()
@door(GET="case.move", POST="case.move")
def ground(request: HttpRequest, family: Any) -> HttpResponse:
    """Record a ground for working with a family that has not agreed."""
    form = GroundForm(sent(request))
    if form.is_valid() and attempt(form, actions.record_ground, the_case(family), by=request.user):
        messages.success(request, _("It waits for a second person's signature. Until then nothing changes."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/ground.html", {"family": family, "form": form})


@door(GET="case.sign", POST="case.sign")
def sign_ground(request: HttpRequest, family: Any, ground_id: UUID) -> HttpResponse:
    """Sign a ground that another recorded."""
    found = waiting.ground_for(family, ground_id)
    if found is None:
        raise Http404
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, actions.sign_ground, found, by=request.user):
        messages.success(request, _("Signed. It is no agreement, no lawful basis and opens nothing to another agency."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/sign_ground.html", {"family": family, "form": form, "ground": found})


@door(GET="case.move", POST="case.move")
def end_ground(request: HttpRequest, family: Any, ground_id: UUID) -> HttpResponse:
    """End a ground."""
    found = waiting.ground_for(family, ground_id)
    if found is None:
        raise Http404
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, actions.end_ground, found, by=request.user):
        messages.success(request, _("The duty has ended."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/end_ground.html", {"family": family, "form": form, "ground": found})


@sensitive_post_parameters()
@door(GET="case.move", POST="case.move")
def look(request: HttpRequest, family: Any, look_id: UUID) -> HttpResponse:
    """Record a look after the end."""
    found = waiting.look_for(family, look_id)
    if found is None:
        raise Http404
    form = LookForm(sent(request))
    if form.is_valid() and attempt(form, actions.record_look, found, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/look.html", {"family": family, "form": form, "look": found})

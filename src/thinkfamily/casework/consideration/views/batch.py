"""Signing what others decided."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access.door import door
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.forms import ReturnForm, SignForm
from thinkfamily.casework.consideration.permissions import may
from thinkfamily.casework.consideration.problems import DeskError
from thinkfamily.casework.consideration.queries import desk
from thinkfamily.casework.consideration.queries.candidate import named
from thinkfamily.casework.consideration.queries.pointing import with_proposals
from thinkfamily.casework.consideration.views.looking import done
from thinkfamily.casework.pages.forms import sent


@door(GET="desk.read", POST="desk.sign")
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The decisions of one batch; signing them takes the families up."""
    found = desk.batch_for(request.user, batch_id)
    if found is None:
        actions.refused(request.user, "batch", batch_id)
        raise Http404
    decisions = desk.decisions_in(request.user, found)
    form = SignForm(sent(request), initial={"seen": desk.digest_of(decisions)})
    if request.method == "POST":
        if found.signed_at is not None:
            return _take_up(request, batch_id)
        if form.is_valid():
            try:
                actions.sign(batch_id, seen=form.cleaned_data["seen"], by=request.user)
            except DeskError as error:
                form = SignForm(None, initial={"seen": desk.digest_of(decisions)})
                return _batch(request, found, decisions, form, problem=error)
            return _take_up(request, batch_id)
    return _batch(request, found, decisions, form)


def _batch(
    request: HttpRequest, found: Any, decisions: Any, form: SignForm, problem: DeskError | None = None
) -> HttpResponse:
    actions.looked(request.user, "batch", found.pk, others=[decision.candidate_id for decision in decisions])
    return render(
        request,
        "consideration/batch.html",
        {
            "batch": found,
            "decisions": with_proposals(named(decisions)),
            "form": form,
            "problem": problem,
            "is_decider": any(decision.decided_by == request.user.pk for decision in decisions),
            "may_sign": may(request.user, "desk.sign"),
        },
    )


def _take_up(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    done = actions.promote(batch_id, by=request.user)
    actions.scrub(by=request.user)
    messages.success(
        request,
        ngettext("Signed. %(count)d family was taken up.", "Signed. %(count)d families were taken up.", done)
        % {"count": done},
    )
    return redirect("desk:queue")


@door(GET="desk.sign", POST="desk.sign")
def give_back(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Return one decision with a comment."""
    decision = desk.decision_for(request.user, decision_id)
    if decision is None:
        actions.refused(request.user, "decision", decision_id, power="desk.sign")
        raise Http404
    form = ReturnForm(sent(request))
    if request.method == "POST" and form.is_valid():
        batch_id = decision.batch_id
        give_it_back = partial(actions.give_back, decision_id, because=form.cleaned_data["because"], by=request.user)
        try:
            is_done = done(form, give_it_back)
        except ObjectDoesNotExist:
            raise Http404 from None
        if is_done:
            messages.success(request, _("Returned. The family is to be decided again."))
            left = desk.batch_for(request.user, batch_id)
            return redirect("desk:batch", batch_id=batch_id) if left else redirect("desk:queue")
    actions.looked(request.user, "candidate", decision.candidate_id, power="desk.sign")
    return render(request, "consideration/give_back.html", {"decision": decision, "form": form})

"""Who is involved with a family."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions import involvement as actions
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.forms.involvement import DecisionForm, PartForm, RequestForm, SampleForm
from thinkfamily.casework.access.over import goes_on, is_over
from thinkfamily.casework.access.queries import people
from thinkfamily.casework.access.views.attempts import do_or_say
from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.casework.pages.forms import sent


@door(GET="family.read")
def involved(request: HttpRequest, family: Any) -> HttpResponse:
    """Everybody with a part in the case, today and before, and what is proposed; to a partner, the leads and their own."""
    is_of_team, leading = people.is_of_team(request.user, family), people.who_lead(family)
    proposals = people.proposals(family) if is_of_team else []
    return render(
        request,
        "access/involved.html",
        {
            "family": family,
            "parts": [
                {
                    "row": row,
                    "role": ROLES[row.role].title,
                    "is_today": people.is_today(row),
                    "cannot_lead": row.role in LEADS and row.pk not in leading,
                }
                for row in people.involvements(family)
                if is_of_team or people.is_told_to_partner(row, request.user)
            ],
            "is_of_team": is_of_team,
            "proposals": [
                {"row": row, "role": ROLES[row.role].title, "is_lead": row.role in LEADS} for row in proposals
            ],
            "roles": [(code, ROLES[code].title) for code in actions.MOST_DAYS],
            "given": [(code, ROLES[code].title) for code in actions.MOST_DAYS if code not in LEADS],
            "is_over": is_over(family),
            "can_be_led": goes_on(family),
            "may_allocate": people.may(request.user, family, "case.allocate"),
            "may_propose": people.may(request.user, family, "case.propose"),
        },
    )


@door(GET="case.allocate", POST="case.allocate")
def allocate(request: HttpRequest, family: Any, role: str) -> HttpResponse:
    """Give a worker a part in the case; a lead is asked and accepts, on another page."""
    if role in LEADS:
        raise Http404
    return _part(request, family, role, actions.allocate, is_proposal=False)


@door(GET="case.propose", POST="case.propose")
def propose(request: HttpRequest, family: Any, role: str) -> HttpResponse:
    """Propose a worker for a part in the case."""
    return _part(request, family, role, actions.propose, is_proposal=True)


def _part(request: HttpRequest, family: Any, role: str, action: Any, *, is_proposal: bool) -> HttpResponse:
    if role not in actions.MOST_DAYS:
        raise Http404
    form = PartForm(sent(request), role=role)
    if form.is_valid() and attempt(form, action, by=request.user, family=family, role=role):
        messages.success(
            request, _("The part is proposed: a manager decides.") if is_proposal else _("The part is given.")
        )
        return _after(request, family)
    return render(
        request,
        "access/part.html",
        {"family": family, "form": form, "role": ROLES[role].title, "is_proposal": is_proposal},
    )


@door(POST="case.allocate")
def end(request: HttpRequest, family: Any, involvement_id: UUID) -> HttpResponse:
    """End a part today."""
    row = people.involvement(family, involvement_id)
    if row is None:
        raise Http404
    if do_or_say(request, actions.end, family_id=family.pk, involvement=row):
        messages.success(request, _("The part has ended, from today."))
    return _after(request, family)


@door(POST="case.allocate")
def decide(request: HttpRequest, family: Any, proposal_id: UUID) -> HttpResponse:
    """Accept or turn down a proposal."""
    row = people.proposal(family, proposal_id)
    if row is None:
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid() and attempt(form, actions.decide_proposal, by=request.user, proposal=row):
        is_accepted = form.cleaned_data["is_accepted"]
        messages.success(
            request, _("Accepted: the part is given.") if is_accepted else _("The proposal is turned down.")
        )
        return _after(request, family)
    return render(request, "access/not_done.html", {"family": family, "form": form}, status=409)


def _after(request: HttpRequest, family: Any) -> HttpResponse:
    """Back to the list, unless what was just done took the file out of the worker's hands."""
    still = people.may(request.user, family, "family.read")
    return redirect("access:involved" if still else "access:known", family.pk)


@door(GET="family.request", POST="family.request")
def request_to_read(request: HttpRequest, family: Any) -> HttpResponse:
    """Information governance asks to read a file."""
    form = RequestForm(sent(request))
    if form.is_valid() and attempt(form, actions.request_to_read, by=request.user, family=family):
        messages.success(
            request, _("The file is open to you for the days you asked for. Managers of its team are told.")
        )
        return redirect("access:involved", family.pk)
    return render(request, "access/request.html", {"family": family, "form": form})


@door(GET="sample.draw", POST="sample.draw")
def draw_sample(request: HttpRequest) -> HttpResponse:
    """An internal auditor draws files by lot."""
    form = SampleForm(sent(request))
    if form.is_valid() and attempt(form, actions.draw_sample, by=request.user):
        messages.success(request, _("The sample is drawn."))
        return redirect("access:draw_sample")
    mine = people.drawn_for(request.user)
    return render(request, "access/sample.html", {"form": form, "mine": mine})

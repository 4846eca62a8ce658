"""Asking for help, and what a referrer sees of what they asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.fields import BORN, shows
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.sent import SentAlreadyError, recorded_before
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.questions.queries import asked_on
from thinkfamily.casework.referrals import actions, queries
from thinkfamily.casework.referrals.actions.ask import route_of
from thinkfamily.casework.referrals.forms.ask import AddForm, AskForm, form_of

# Who takes a request down for somebody else, from the telephone or a letter.
DESK = {"triage", "manager", "desk_analyst"}


@sensitive_post_parameters()
@door(GET="referral.make", POST="referral.make")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for help for a family."""
    worker: Any = request.user
    route = route_of(worker)
    kind = "desk" if standing_of(worker).roles & DESK else route
    form = AskForm(
        sent(request),
        kind=kind,
        programmes=queries.asked_programmes(),
        areas=queries.areas(),
        agency_kind=worker.agency.kind if worker.agency else "",
        questions=asked_on(form_of(kind)),
    )
    if form.is_valid():
        try:
            made = _made(form, route, worker)
        except SentAlreadyError:
            return redirect("referrals:receipt", recorded_before())
        if made is not None:
            messages.success(request, _("Your request has been received. Its reference is %s.") % made.reference)
            return redirect("referrals:receipt", made.pk)
    return render(request, "referrals/ask.html", {"form": form, "is_public": False})


@never_cache
@login_not_required
@sensitive_post_parameters()
@door(GET="everyone", POST="everyone")
def ask_in_public(request: HttpRequest) -> HttpResponse:
    """The form that anybody can open. What it answers is the same whoever is named on it, and whoever is known."""
    form = AskForm(sent(request), kind="public", questions=asked_on(form_of("public")))
    if request.method == "POST" and not ratelimit.consume(request, action="ask_for_help", key="everybody"):
        return render(request, "referrals/too_often.html", status=429)
    try:
        if form.is_valid() and _made(form, "public", None) is not None:
            return redirect("referrals:sent")
    except SentAlreadyError:
        return redirect("referrals:sent")
    return render(request, "referrals/ask.html", {"form": form, "is_public": True})


@login_not_required
@door(GET="everyone")
def asked_in_public(request: HttpRequest) -> HttpResponse:
    """What whoever sent it reads: the same bytes always."""
    return render(request, "referrals/sent.html")


@door(GET="referral.make")
def mine(request: HttpRequest) -> HttpResponse:
    """The requests that one made, and what became of each."""
    rows = queries.made_by(request.user)
    actions.looked(by=request.user, power="referral.make", others=[row.referral.pk for row in rows])
    return render(request, "referrals/mine.html", {"rows": rows})


@door(GET="referral.make")
def receipt(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One request that one made: what one wrote and what one is told, and nothing of any file."""
    found = queries.receipt(request.user, referral_id)
    if found is None:
        raise Http404
    actions.looked(found.referral, by=request.user, power="referral.make")
    return render(request, "referrals/receipt.html", {"receipt": found, "referral": found.referral})


@sensitive_post_parameters()
@door(GET="referral.make", POST="referral.make")
def add(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Add to a request that one made."""
    return _afterwards(request, referral_id, "more")


@sensitive_post_parameters()
@door(GET="referral.make", POST="referral.make")
def take_back(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say that one takes a request back; whoever looks at it decides."""
    return _afterwards(request, referral_id, "taken_back")


def _afterwards(request: HttpRequest, referral_id: UUID, kind: str) -> HttpResponse:
    found = queries.receipt(request.user, referral_id)
    if found is None:
        raise Http404
    form = AddForm(sent(request), kind=kind)
    if form.is_valid() and attempt(form, actions.add, referral=found.referral, kind=kind, by=request.user):
        messages.success(request, _("Whoever looks at the request is told."))
        return redirect("referrals:receipt", found.referral.pk)
    actions.looked(found.referral, by=request.user, power="referral.make")
    title = _("Take the request back") if kind == "taken_back" else _("Add to the request")
    return render(
        request, "referrals/add.html", {"form": form, "referral": found.referral, "kind": kind, "title": title}
    )


@door(GET="case.read")
def of_family(request: HttpRequest, family: Any) -> HttpResponse:
    """The requests through which a family came."""
    rows = queries.of_family(request.user, family)
    is_year_alone = not shows(standing_of(request.user), family, BORN)
    return render(request, "referrals/of_family.html", {"family": family, "rows": rows, "is_year_alone": is_year_alone})


def _made(form: AskForm, route: str, by: Any) -> Any:
    """The request that a valid form makes; None where it cannot be, and the form says why."""
    try:
        return actions.ask(form.asked(route), by=by)
    except NotPossibleError as error:
        form.add_error(error.where if error.where in form.fields else None, error.told)
        return None

"""A file known by name only, and opening it in an emergency."""

from __future__ import annotations

from typing import Any, NoReturn
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions import opening as actions
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.forms.opening import FindingForm, OpeningForm
from thinkfamily.casework.access.queries import openings, people
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.access.views.attempts import do_or_say
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.pages.forms import sent


@door(GET="family.find")
def known(request: HttpRequest, family: Any) -> HttpResponse:
    """That a family is known, and whom to ask; nothing else."""
    return render(
        request,
        "access/known.html",
        {
            "family": family,
            "asked": people.whom_to_ask(standing_of(request.user), [family])[family.pk],
            "may_read": people.may(request.user, family, "family.read"),
            "may_open": people.may(request.user, family, "opening.request"),
            "may_request": people.may(request.user, family, "family.request"),
            "waiting": openings.waiting_of(request.user, family),
        },
    )


@door(GET="opening.request", POST="opening.request")
def ask(request: HttpRequest, family: Any) -> HttpResponse:
    """Ask to open a file in an emergency."""
    form = OpeningForm(sent(request))
    if form.is_valid() and attempt(form, actions.ask, by=request.user, family=family):
        messages.success(request, _("Your request and its reason are recorded."))
        return redirect("access:known", family.pk)
    return render(request, "access/open.html", {"family": family, "form": form})


@door(POST="opening.request")
def end(request: HttpRequest, family: Any) -> HttpResponse:
    """End one's own opening now; when it has ended already there is nothing to do."""
    if do_or_say(request, actions.end, family_id=family.pk, family=family):
        messages.success(request, _("The file is shut again."))
    return redirect("access:known", family.pk)


@door(GET="opening.decide")
def to_decide(request: HttpRequest) -> HttpResponse:
    """What waits for a manager to allow."""
    rows = openings.to_decide(standing_of(request.user))
    return render(request, "access/openings_to_decide.html", {"rows": rows})


@door(POST="opening.decide")
def decide(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """Allow an opening, or not."""
    row = openings.to_decide(standing_of(request.user)).filter(pk=opening_id).first()
    if row is None:
        _not_there(request, "opening.decide", opening_id)
    is_allowed = request.POST.get("is_allowed") == "yes"
    if do_or_say(request, actions.decide, family_id=row.family_id, opening=row, is_allowed=is_allowed):
        messages.success(request, _("The opening is allowed.") if is_allowed else _("The opening is not allowed."))
    return redirect("access:openings_to_decide")


@door(GET="opening.review")
def to_review(request: HttpRequest) -> HttpResponse:
    """Openings to review, and those that were."""
    rows = openings.to_review(standing_of(request.user))
    shown = [{"row": row, "is_overdue": openings.is_overdue(row)} for row in rows[:100]]
    return render(request, "access/openings_to_review.html", {"rows": shown})


@door(GET="opening.review", POST="opening.review")
def review(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """Review one opening, with what was read while it lasted."""
    row = openings.to_review(standing_of(request.user)).filter(pk=opening_id).first()
    if row is None:
        _not_there(request, "opening.review", opening_id)
    form = FindingForm(sent(request))
    if form.is_valid() and attempt(form, actions.review, by=request.user, opening=row):
        messages.success(request, _("The review is recorded."))
        return redirect("access:openings_to_review")
    record("opening.review", by=request.user, kind="opening", object=opening_id, family=row.family_id, outcome="looked")
    about = {
        "row": row,
        "form": form,
        "read": openings.what_was_read(row),
        "allowed_by": openings.name_of(row.decided_by),
    }
    return render(request, "access/opening_review.html", about)


def _not_there(request: HttpRequest, power: str, opening_id: UUID) -> NoReturn:
    record(power, by=request.user, kind="opening", object=opening_id, outcome="refused")
    raise Http404

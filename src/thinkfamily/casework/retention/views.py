"""Files that are due to go, legal holds, and rounds: what would go, who signs, and the proof of what went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.sent import SentAlreadyError, recorded_before
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.retention import actions
from thinkfamily.casework.retention.forms import AnswerForm, HoldForm, LiftForm, ProposeForm
from thinkfamily.casework.retention.queries import due as asked
from thinkfamily.casework.retention.queries import rounds
from thinkfamily.casework.sharing.forms import attempt
from thinkfamily.core.errors import UserError

A_PAGE = 50


@door(GET="retention.read")
def due(request: HttpRequest) -> HttpResponse:
    """Files that have come to the end of their time, and every round."""
    standing = standing_of(request.user)
    rows = asked.due(timezone.localdate(), of=standing)
    waiting = asked.waiting(row.family for row in rows)
    about = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "waiting": waiting,
        "free": sum(not row.stops and row.family not in waiting for row in rows),
        "rounds": rounds.rounds()[:A_PAGE],
        "may_keep": bool(standing.ways("retention.keep")),
    }
    return render(request, "retention/due.html", about)


@door(GET="retention.keep", POST="retention.keep")
def propose(request: HttpRequest) -> HttpResponse:
    """Put the files forward that are due and that nothing stops."""
    form = ProposeForm(sent(request))
    try:
        if form.is_valid() and (made := _propose(form, request.user)):
            messages.success(request, _("Put forward. Nothing goes until a second person has signed."))
            return redirect("retention:round", made.pk)
    except SentAlreadyError:
        return redirect("retention:round", recorded_before())
    rows = [row for row in asked.due(timezone.localdate(), of=standing_of(request.user)) if not row.stops]
    waiting = asked.waiting(row.family for row in rows)
    free = [row for row in rows if row.family not in waiting]
    about = {"form": form, "rows": free[: actions.MOST], "more": max(0, len(free) - actions.MOST)}
    return render(request, "retention/propose.html", about)


def _propose(form: ProposeForm, by: Any) -> Any:
    try:
        return actions.propose(by=by, **form.given)
    except UserError as error:
        form.add_error(None, f"{error.found} {error.do}")
        return None


@door(GET="retention.read")
def one(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """One round: what would go, or the proof of what went."""
    return render(request, "retention/round.html", {"shown": _shown(request, round_id)})


@door(GET="retention.sign", POST="retention.sign")
def answer(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Sign a round, or give it back."""
    shown = _shown(request, round_id)
    form = AnswerForm(sent(request), may_sign=shown.may_sign)
    if form.is_valid():
        chosen, because = form.cleaned_data["answer"], form.cleaned_data["because"]
        form.cleaned_data.clear()
        if chosen == "sign":
            if attempt(form, actions.sign, shown.row, by=request.user):
                messages.success(request, _("Signed. The files have gone, but for those that the page names."))
                return redirect("retention:round", round_id)
        elif attempt(form, actions.give_back, shown.row, by=request.user, because=because):
            messages.success(request, _("Given back. Nothing has gone."))
            return redirect("retention:round", round_id)
    return render(request, "retention/answer.html", {"shown": shown, "form": form})


@door(GET="retention.read")
def holds(request: HttpRequest) -> HttpResponse:
    """Legal holds, those that stand first."""
    standing = standing_of(request.user)
    about = {"rows": rounds.holds(standing), "may_keep": bool(standing.ways("retention.keep"))}
    return render(request, "retention/holds.html", about)


@door(GET="retention.keep", POST="retention.keep")
def place(request: HttpRequest) -> HttpResponse:
    """Place a legal hold."""
    form = HoldForm(sent(request))
    if form.is_valid() and attempt(form, actions.place, by=request.user):
        messages.success(request, _("The hold stands: nothing of the file goes until it is lifted."))
        return redirect("retention:holds")
    return render(request, "retention/place.html", {"form": form})


@door(GET="retention.keep", POST="retention.keep")
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Lift a legal hold."""
    row = rounds.hold_of(standing_of(request.user), hold_id)
    if row is None:
        raise Http404
    form = LiftForm(sent(request))
    if form.is_valid() and attempt(form, actions.lift, row, by=request.user):
        messages.success(request, _("The hold is lifted. The file goes only when it is due and two people say so."))
        return redirect("retention:holds")
    return render(request, "retention/lift.html", {"form": form, "row": row})


def _shown(request: HttpRequest, round_id: UUID) -> rounds.Shown:
    row = rounds.round_of(round_id)
    if row is None:
        raise Http404
    return rounds.shown(row, standing_of(request.user))

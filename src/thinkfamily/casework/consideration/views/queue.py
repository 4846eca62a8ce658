"""The desk: its packets, batches and candidates, and one candidate's page."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.forms import CorrectionForm, DecisionForm, QueueForm
from thinkfamily.casework.consideration.permissions import may
from thinkfamily.casework.consideration.queries import candidate as candidates
from thinkfamily.casework.consideration.queries import desk, purge
from thinkfamily.casework.consideration.queries.pointing import pointing, with_proposals
from thinkfamily.casework.consideration.views.looking import candidate_or_404, done, page_of
from thinkfamily.casework.pages.forms import sent


@door(GET="desk.read")
def queue(request: HttpRequest) -> HttpResponse:
    """The candidates that this worker may see, by area and state, in an order of chance."""
    form = QueueForm(request.GET or None, areas=desk.areas(request.user))
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = page_of(
        desk.candidates(request.user, area=chosen.get("area", ""), state=chosen.get("state", "")),
        request.GET.get("page"),
    )
    actions.looked(request.user, "desk", others=[candidate.pk for candidate in shown])
    return render(
        request,
        "consideration/queue.html",
        {
            "form": form,
            "shown": shown,
            "chosen": chosen,
            "states": dict(desk.STATES),
            "packets": desk.packets(request.user),
            "batches": desk.batches(request.user),
            "due": purge.due().count(),
            "may": {name: may(request.user, f"desk.{name}") for name in ("bring", "sign", "purge")},
            "may_send": may(request.user, "feedback.send"),
        },
    )


@door(GET="desk.read", POST="desk.decide")
def candidate(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """One candidate's page, and the decision on it."""
    found = candidate_or_404(request.user, candidate_id)
    form = DecisionForm(sent(request), pointing=pointing(found))
    if form.is_valid() and done(form, partial(actions.decide, found.pk, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Decided. Somebody else signs it before anything follows."))
        return redirect("desk:candidate", candidate_id=found.pk)
    said = with_proposals(candidates.decisions_on(found))
    standing = next((each for each in said if each.returned_at is None), None)
    actions.looked(request.user, "candidate", found.pk)
    return render(
        request,
        "consideration/candidate.html",
        {
            "candidate": found,
            "told": candidates.told(found),
            "said": said,
            "standing": standing,
            "form": form,
            "may_decide": may(request.user, "desk.decide")
            and (standing is None or (standing.batch.signed_at is None and standing.decided_by == request.user.pk)),
            "may_correct": may(request.user, "desk.decide"),
        },
    )


@door(GET="desk.decide", POST="desk.decide")
def correct(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Say who is one person, and who is of this family."""
    found = candidate_or_404(request.user, candidate_id)
    form = CorrectionForm(sent(request))
    if form.is_valid():
        correct_it = partial(actions.correct, found.pk, by=request.user, **form.cleaned_data)
        if done(form, correct_it, "person"):
            messages.success(request, _("Recorded. It goes back to the analysis with the next feedback."))
            return redirect("desk:candidate", candidate_id=found.pk)
    actions.looked(request.user, "candidate", found.pk, power="desk.decide")
    return render(
        request, "consideration/correct.html", {"candidate": found, "told": candidates.told(found), "form": form}
    )

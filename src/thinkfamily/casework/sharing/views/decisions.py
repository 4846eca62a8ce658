"""Sharing decisions of one family: proposed, read, decided, ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.sharing import actions, queries
from thinkfamily.casework.sharing.forms import (
    BecauseForm,
    DecideForm,
    EnquiryForm,
    ProposeForm,
    ReviewForm,
    ToldForm,
    attempt,
)


@sensitive_post_parameters()
@door(GET="sharing.propose", POST="sharing.propose")
def propose(request: HttpRequest, family: Any) -> HttpResponse:
    """Propose to share, or not to share."""
    form = ProposeForm(sent(request), by=request.user, family=family)
    if form.is_valid() and attempt(form, actions.propose, family, by=request.user):
        messages.success(request, _("Proposed. Somebody else decides; nothing is shared until then."))
        return redirect("cases:three_records", family.pk)
    return render(request, "sharing/propose.html", {"family": family, "form": form})


@door(GET="sharing.read")
def decision(request: HttpRequest, family: Any, decision_id: UUID) -> HttpResponse:
    """One decision, with all that it rests on and its history."""
    row = _row(request, family, decision_id)
    may_decide = queries.may(request.user, family, "sharing.decide")
    return render(
        request,
        "sharing/decision.html",
        {
            "family": family,
            "decision": row,
            "items": queries.items_called(request.user, row),
            "history": queries.history_of(row),
            "may_decide": may_decide and row.state == "proposed" and row.proposed_by != request.user.pk,
            "may_end": may_decide and row.state == "approved",
            "may_review": may_decide
            and row.proposed_by != request.user.pk
            and (row.is_in_force or row.state == "refused"),
            "acknowledged": queries.acknowledged(row),
            "may_tell": row.state != "withdrawn" and queries.may(request.user, family, "sharing.propose"),
            "may_take_back": row.state == "proposed" and row.proposed_by == request.user.pk,
        },
    )


@sensitive_post_parameters()
@door(GET="sharing.decide", POST="sharing.decide")
def decide(request: HttpRequest, family: Any, decision_id: UUID) -> HttpResponse:
    """Decide somebody else's proposal."""
    row = _row(request, family, decision_id)
    form = DecideForm(sent(request))
    if form.is_valid() and attempt(form, actions.decide, row, by=request.user):
        messages.success(request, _("Decided and recorded."))
        return redirect("sharing:decision", family.pk, row.pk)
    about = {"family": family, "decision": row, "items": queries.items_called(request.user, row), "form": form}
    return render(request, "sharing/decide.html", about)


@sensitive_post_parameters()
@door(GET="sharing.decide", POST="sharing.decide")
def review(request: HttpRequest, family: Any, decision_id: UUID) -> HttpResponse:
    """Look at a decision again."""
    row = _row(request, family, decision_id)
    form = ReviewForm(sent(request))
    if form.is_valid() and attempt(form, actions.review, row, by=request.user):
        messages.success(request, _("Recorded: it stands."))
        return redirect("sharing:decision", family.pk, row.pk)
    about = {"family": family, "decision": row, "items": queries.items_called(request.user, row), "form": form}
    return render(request, "sharing/review.html", about)


@sensitive_post_parameters()
@door(GET="sharing.propose", POST="sharing.propose")
def tell(request: HttpRequest, family: Any, decision_id: UUID) -> HttpResponse:
    """Record who of the family has been told since."""
    row = _row(request, family, decision_id)
    form = ToldForm(sent(request), family=family)
    if form.is_valid() and attempt(form, actions.note_told, row, by=request.user):
        messages.success(request, _("Recorded. It stands in the version of whoever was told, once it is decided."))
        return redirect("sharing:decision", family.pk, row.pk)
    return render(request, "sharing/tell.html", {"family": family, "decision": row, "form": form})


@door(GET="family.read")
def received(request: HttpRequest, family: Any) -> HttpResponse:
    """What is shared with the reader's own agency now, for what and under which conditions."""
    rows = queries.received_by(request.user, family)
    return render(request, "sharing/received.html", {"family": family, "rows": rows})


@door(POST="family.read")
def acknowledge(request: HttpRequest, family: Any, decision_id: UUID) -> HttpResponse:
    """Say that one has read it."""
    row = queries.received_one(request.user, family, decision_id)
    if row is None:
        raise Http404
    actions.acknowledge(row, by=request.user)
    messages.success(request, _("Recorded that you have read it."))
    return redirect("sharing:received", family.pk)


@sensitive_post_parameters()
@door(GET="sharing.decide", POST="sharing.decide")
def end(request: HttpRequest, family: Any, decision_id: UUID) -> HttpResponse:
    """End what a decision shares."""
    return _ending(request, family, decision_id, actions.end_sharing, _("Stop sharing this"))


@sensitive_post_parameters()
@door(GET="sharing.propose", POST="sharing.propose")
def take_back(request: HttpRequest, family: Any, decision_id: UUID) -> HttpResponse:
    """Take back one's own proposal."""
    return _ending(request, family, decision_id, actions.take_back, _("Take back this proposal"))


@sensitive_post_parameters()
@door(GET="sharing.decide", POST="sharing.decide")
def enquiry(request: HttpRequest, family: Any) -> HttpResponse:
    """Sign one's own decision to make urgent child protection enquiries."""
    form = EnquiryForm(sent(request))
    if form.is_valid() and attempt(form, actions.sign_enquiry, family, by=request.user):
        messages.success(request, _("Signed. It shares nothing by itself: sharing under it is proposed and decided."))
        return redirect("cases:three_records", family.pk)
    return render(request, "sharing/enquiry.html", {"family": family, "form": form})


def _row(request: HttpRequest, family: Any, decision_id: UUID) -> Any:
    row = queries.decision_for(request.user, family, decision_id)
    if row is None:
        raise Http404
    return row


def _ending(request: HttpRequest, family: Any, decision_id: UUID, action: Any, title: str) -> HttpResponse:
    row = _row(request, family, decision_id)
    form = BecauseForm(sent(request))
    if form.is_valid() and attempt(form, action, row, by=request.user):
        messages.success(request, _("Done and recorded."))
        return redirect("cases:three_records", family.pk)
    return render(request, "sharing/end.html", {"family": family, "decision": row, "form": form, "title": title})

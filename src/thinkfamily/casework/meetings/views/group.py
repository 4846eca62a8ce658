"""Family group decision-making: offered or not and why, what the family said, and the plan it made."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.cases.queries import case_of
from thinkfamily.casework.meetings.actions import group as actions
from thinkfamily.casework.meetings.forms.group import AnswerForm, OfferForm
from thinkfamily.casework.meetings.queries import group as queries
from thinkfamily.casework.meetings.queries.reading import KEEP, reader_of
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@door(GET="meeting.read")
def offers(request: HttpRequest, family: Any) -> HttpResponse:
    """Each time it was offered, or was not."""
    reader = reader_of(request.user, family)
    about = {
        "family": family,
        "rows": queries.offers(reader),
        "is_of_team": reader.is_of_team,
        "reads_texts": reader.opens_texts,
        "may_keep": reader.may(KEEP),
    }
    return render(request, "meetings/group.html", about)


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def offer(request: HttpRequest, family: Any) -> HttpResponse:
    """Record that it was offered, or why it was not."""
    case = case_of(family)
    if case is None:
        raise Http404
    form = OfferForm(sent(request), people=queries.people_to_offer(family))
    if form.is_valid() and attempt(form, partial(actions.record_offer, case), by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("meetings:group", family.pk)
    return render(request, "meetings/offer.html", {"family": family, "form": form})


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def answer(request: HttpRequest, family: Any, offer_id: UUID) -> HttpResponse:
    """Record what the family said, and the plan it made."""
    row = queries.offer_for(family, offer_id)
    if row is None or row.offered_on is None:
        raise Http404
    names = ("answer", "answered_on", "why", "coordinator", "held_on", "plan")
    basis = Basis(
        row, partial(queries.offer_for, family, offer_id), lambda now: {name: getattr(now, name) for name in names}
    )
    form = AnswerForm(sent(request), basis=basis)
    if form.is_valid() and attempt(form, partial(actions.record_answer, row), by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("meetings:group", family.pk)
    return render(request, "meetings/answer.html", {"family": family, "form": form, "row": row})

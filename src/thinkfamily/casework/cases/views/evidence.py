"""What workers have seen, as answers to the programme's criteria."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.cases import actions, queries
from thinkfamily.casework.cases.criteria import asked_by
from thinkfamily.casework.cases.forms import EvidenceForm, TakeBackForm
from thinkfamily.casework.cases.views._one import the_case
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.sharing.forms import attempt


@door(GET="family.read")
def evidence(request: HttpRequest, family: Any) -> HttpResponse:
    """The programme's criteria: what records answer, and what workers do."""
    return render(request, "cases/evidence.html", {"family": family, "page": queries.evidence_on(request.user, family)})


@sensitive_post_parameters()
@door(GET="case.evidence", POST="case.evidence")
def give_evidence(request: HttpRequest, family: Any) -> HttpResponse:
    """Answer a criterion from what was seen."""
    case = queries.case_of(family)
    form = EvidenceForm(sent(request), family=family, asked=asked_by(case.programme) if case else [])
    if form.is_valid() and attempt(form, actions.give_evidence, the_case(family), by=request.user):
        messages.success(request, _("Recorded. The answer goes to the analysis with the next corrections."))
        return redirect("cases:evidence", family.pk)
    return render(request, "cases/give_evidence.html", {"family": family, "form": form, "case": case})


@sensitive_post_parameters()
@door(GET="case.evidence", POST="case.evidence")
def take_back_evidence(request: HttpRequest, family: Any, evidence_id: UUID) -> HttpResponse:
    """Say that an answer no longer stands."""
    given = queries.evidence_for(request.user, family, evidence_id)
    if given is None:
        raise Http404
    form = TakeBackForm(sent(request))
    if form.is_valid() and attempt(form, actions.take_back_evidence, given, by=request.user):
        messages.success(request, _("It no longer stands, and is kept. The analysis will not be told it again."))
        return redirect("cases:evidence", family.pk)
    return render(request, "cases/take_back_evidence.html", {"family": family, "given": given, "form": form})

"""The case of a family, the page where its three records stand side by side, and what workers have seen."""

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
from thinkfamily.casework.cases.forms import AgreeForm, ChildViewForm, EvidenceForm, TakeBackForm, WithdrawForm
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.sharing import queries as sharing
from thinkfamily.casework.sharing.forms import attempt


@door(GET="case.read")
def case(request: HttpRequest, family: Any) -> HttpResponse:
    """The case: its state, who agrees, what the children say, and what it was before."""
    return render(
        request, "cases/case.html", {"family": family, "taking_part": queries.taking_part(request.user, family)}
    )


@sensitive_post_parameters()
@door(GET="case.agree", POST="case.agree")
def agree(request: HttpRequest, family: Any) -> HttpResponse:
    """Record that an adult agrees to take part."""
    form = AgreeForm(sent(request), family=family)
    if form.is_valid() and attempt(form, actions.record_agreement, _case(family), by=request.user):
        messages.success(request, _("Recorded. It is no lawful basis, and opens nothing to another agency."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/agree.html", {"family": family, "form": form})


@door(GET="case.agree", POST="case.agree")
def confirm(request: HttpRequest, family: Any) -> HttpResponse:
    """Say that a case is agreed, where an agreement has come to count."""
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, actions.confirm_agreed, _case(family), by=request.user):
        messages.success(request, _("The case is agreed."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/confirm.html", {"family": family, "form": form})


@sensitive_post_parameters()
@door(GET="case.agree", POST="case.agree")
def withdraw(request: HttpRequest, family: Any, agreement_id: UUID) -> HttpResponse:
    """Record that somebody no longer agrees."""
    agreement = queries.agreement_for(family, agreement_id)
    if agreement is None:
        raise Http404
    form = WithdrawForm(sent(request))
    if form.is_valid() and attempt(form, actions.withdraw_agreement, agreement, by=request.user):
        messages.success(request, _("Recorded. Lawful basis and sharing decisions stand as they were: look at each."))
        return redirect("cases:three_records", family.pk)
    return render(request, "cases/withdraw.html", {"family": family, "agreement": agreement, "form": form})


@sensitive_post_parameters()
@door(GET="case.agree", POST="case.agree")
def child_view(request: HttpRequest, family: Any) -> HttpResponse:
    """Record what a child says."""
    form = ChildViewForm(sent(request), family=family)
    if form.is_valid() and attempt(form, actions.record_child_view, _case(family), by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/child_view.html", {"family": family, "form": form})


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
    if form.is_valid() and attempt(form, actions.give_evidence, _case(family), by=request.user):
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


@door(GET="sharing.read")
def three_records(request: HttpRequest, family: Any) -> HttpResponse:
    """Agreement, lawful basis and power to disclose, side by side, and who may see what as a result."""
    worker = request.user
    decisions = sharing.decisions_about(worker, family)
    bases = sharing.bases_of(worker, family)
    context = {
        "family": family,
        "taking_part": queries.taking_part(worker, family),
        "bases": bases,
        "is_kept_on_a_basis": any(basis.is_in_force for basis in bases),
        "decisions": decisions,
        "shared": sum(decision.is_shared is True for decision in decisions),
        "not_shared": sum(decision.is_shared is False for decision in decisions),
        "undecided": sum(decision.state == "proposed" for decision in decisions),
        "open_now": sharing.open_now(worker, family),
        "enquiries": sharing.enquiries_about(worker, family),
        "may_propose": sharing.may(worker, family, "sharing.propose"),
        "may_decide": sharing.may(worker, family, "sharing.decide"),
        "may_keep_basis": sharing.may(worker, family, "basis.record"),
        "sees_all": sharing.sees_all(worker, family),
    }
    return render(request, "cases/three_records.html", context)


def _case(family: Any) -> Any:
    found = queries.case_of(family)
    if found is None:
        raise Http404
    return found

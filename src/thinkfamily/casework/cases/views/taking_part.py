"""Who agrees to take part, what the children say, and the page where the three records stand side by side."""

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
from thinkfamily.casework.cases import actions, queries
from thinkfamily.casework.cases.forms import AgreeForm, ChildViewForm, ReviewWithdrawalForm, WithdrawForm
from thinkfamily.casework.cases.views._one import the_case
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.sharing import queries as sharing
from thinkfamily.casework.sharing.forms import attempt


@sensitive_post_parameters()
@door(GET="case.agree", POST="case.agree")
def agree(request: HttpRequest, family: Any) -> HttpResponse:
    """Record that an adult agrees to take part."""
    case = the_case(family)
    form = AgreeForm(sent(request), family=family, agreeing=queries.who_agrees(case))
    if form.is_valid() and attempt(form, partial(actions.record_agreement, case), by=request.user):
        messages.success(request, _("Recorded. It is no lawful basis, and opens nothing to another agency."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/agree.html", {"family": family, "form": form})


@door(GET="case.agree", POST="case.agree")
def confirm(request: HttpRequest, family: Any) -> HttpResponse:
    """Say that a case is agreed, where an agreement has come to count."""
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, actions.confirm_agreed, the_case(family), by=request.user):
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
        if form.cleaned_data["threshold"] == "met":
            messages.warning(request, _("You said that the threshold for statutory help is met: step the case up now."))
            return redirect("cases:case", family.pk)
        return redirect("cases:three_records", family.pk)
    return render(request, "cases/withdraw.html", {"family": family, "agreement": agreement, "form": form})


@sensitive_post_parameters()
@door(GET="case.sign", POST="case.sign")
def review_withdrawal(request: HttpRequest, family: Any, agreement_id: UUID) -> HttpResponse:
    """Decide, after a withdrawal, what is kept and whether statutory help is needed."""
    agreement = queries.withdrawn_for(family, agreement_id)
    if agreement is None:
        raise Http404
    first = {"threshold": "" if agreement.threshold == "not_clear" else agreement.threshold}
    form = ReviewWithdrawalForm(sent(request), initial=first)
    if form.is_valid() and attempt(form, actions.review_withdrawal, agreement, by=request.user):
        messages.success(request, _("Recorded. End what is no longer kept or shared: nothing ends by itself."))
        if form.cleaned_data["threshold"] == "met":
            messages.warning(request, _("You said that the threshold for statutory help is met: step the case up now."))
            return redirect("cases:case", family.pk)
        return redirect("cases:three_records", family.pk)
    return render(request, "cases/review_withdrawal.html", {"family": family, "agreement": agreement, "form": form})


@sensitive_post_parameters()
@door(GET="case.agree", POST="case.agree")
def child_view(request: HttpRequest, family: Any) -> HttpResponse:
    """Record what a child says."""
    form = ChildViewForm(sent(request), family=family)
    if form.is_valid() and attempt(form, actions.record_child_view, the_case(family), by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("cases:case", family.pk)
    return render(request, "cases/child_view.html", {"family": family, "form": form})


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
        # Who reads what is shared, and no file, came from the register and goes back there.
        "may_read_file": sharing.may(worker, family, "family.read"),
    }
    return render(request, "cases/three_records.html", context)

"""Standing agreements between agencies."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.sharing import actions, queries
from thinkfamily.casework.sharing.forms import AgreementForm, BecauseForm, attempt


@door(GET="agreement.keep")
def agreements(request: HttpRequest) -> HttpResponse:
    """All of them, those in force first."""
    return render(request, "sharing/agreements.html", {"rows": queries.agreements()})


@door(GET="agreement.keep", POST="agreement.keep")
def add(request: HttpRequest) -> HttpResponse:
    """Add one."""
    form = AgreementForm(sent(request))
    if form.is_valid() and attempt(form, actions.add_agreement, by=request.user):
        messages.success(request, _("The agreement is in the list."))
        return redirect("sharing:agreements")
    return render(request, "sharing/agreement.html", {"form": form})


@door(GET="agreement.keep", POST="agreement.keep")
def end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """End one before its last day."""
    row = queries.one_agreement(agreement_id)
    if row is None:
        raise Http404
    form = BecauseForm(sent(request))
    if form.is_valid() and attempt(form, actions.end_agreement, row, by=request.user):
        messages.success(request, _("Ended. What was shared on the strength of it is no longer seen."))
        return redirect("sharing:agreements")
    return render(request, "sharing/agreement_end.html", {"agreement": row, "form": form})

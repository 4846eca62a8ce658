"""The lawful basis on which a file is kept."""

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
from thinkfamily.casework.sharing.forms import BasisForm, BecauseForm, attempt


@sensitive_post_parameters()
@door(GET="basis.record", POST="basis.record")
def record_basis(request: HttpRequest, family: Any) -> HttpResponse:
    """Record a lawful basis."""
    form = BasisForm(sent(request))
    if form.is_valid() and attempt(form, actions.record_basis, family, by=request.user):
        messages.success(request, _("Recorded. It opens nothing to anybody, and agrees to nothing for the family."))
        return redirect("cases:three_records", family.pk)
    return render(request, "sharing/basis.html", {"family": family, "form": form})


@sensitive_post_parameters()
@door(GET="basis.record", POST="basis.record")
def end_basis(request: HttpRequest, family: Any, basis_id: UUID) -> HttpResponse:
    """End a lawful basis."""
    basis = queries.basis_for(request.user, family, basis_id)
    if basis is None:
        raise Http404
    form = BecauseForm(sent(request))
    if form.is_valid() and attempt(form, actions.end_basis, basis, by=request.user):
        messages.success(request, _("Ended and recorded."))
        return redirect("cases:three_records", family.pk)
    return render(request, "sharing/basis_end.html", {"family": family, "basis": basis, "form": form})

"""The chronology: read, printed, and made from what is on the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.families.actions.printing import record_printing
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.forms import PromoteForm
from thinkfamily.casework.plans.views._page import file_page, kept, mark, open_case
from thinkfamily.casework.sharing.forms import attempt


@door(GET="plan.read")
def chronology(request: HttpRequest, family: Any) -> HttpResponse:
    """What matters of the file, one line each, the oldest first."""
    return _chronology(request, family)


@door(GET="plan.read")
def print_chronology(request: HttpRequest, family: Any) -> HttpResponse:
    """The chronology on paper: only what this reader may see, marked with who they are."""
    rows = queries.chronology_of(request.user, family)
    record_printing(family, by=request.user, power="plan.read")
    about = {"family": family, "rows": rows, "mark": mark(request, family), "printed_at": timezone.now()}
    return kept(render(request, "plans/chronology_print.html", about))


@sensitive_post_parameters()
@door(GET="chronology.keep", POST="chronology.keep")
def promote(request: HttpRequest, family: Any, kind: str, item_id: UUID) -> HttpResponse:
    """Put one thing of the file into the chronology."""
    case = open_case(family)
    found = queries.to_promote(request.user, family, kind, item_id)
    if found is None:
        raise Http404
    first_line = (found.says.strip().splitlines() or [""])[0][:200]
    form = PromoteForm(sent(request), initial={"text": first_line, "on": found.on or timezone.localdate()})

    def write(**told: Any) -> None:
        actions.promote(case, kind=kind, source=item_id, **told, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("It stands in the chronology, for those who see what it was made from."))
        return redirect("plans:chronology", family.pk)
    return kept(render(request, "plans/promote.html", {"family": family, "form": form, "found": found}))


@door(POST="chronology.keep")
def take_out(request: HttpRequest, family: Any, entry_id: UUID) -> HttpResponse:
    """Take a line out."""
    if queries.entry_of(request.user, family, entry_id) is None:
        raise Http404
    form = PlainForm(sent(request))
    if form.is_valid() and attempt(form, actions.take_out, family, entry_id, by=request.user):
        messages.success(request, _("It is taken out. What it was made from stays on the file."))
        return redirect("plans:chronology", family.pk)
    return _chronology(request, family, form)


def _chronology(request: HttpRequest, family: Any, wrong: Any = None) -> HttpResponse:
    about = {
        "page": queries.plan_of(request.user, family),
        "rows": queries.chronology_of(request.user, family),
        "form": wrong,
    }
    response = file_page(request, family, "chronology", "chronology", **about)
    response.status_code = 409 if wrong is not None else 200
    return response

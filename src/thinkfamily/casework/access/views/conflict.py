"""Being close to a family."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.actions import conflict as actions
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.forms.conflict import ConflictForm, EndClosenessForm, RelativeForm
from thinkfamily.casework.access.queries import conflicts, people
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET="signed_in", POST="signed_in")
def relatives(request: HttpRequest) -> HttpResponse:
    """A worker says whom they are close to. The answer is the same whether or not that person is known."""
    form = RelativeForm(sent(request))
    if form.is_valid() and attempt(form, actions.declare_relative, by=request.user):
        messages.success(request, _("Noted. Any file of theirs is kept from you from now on."))
        return redirect("access:relatives")
    return render(request, "access/relatives.html", {"form": form, "rows": conflicts.declared_by(request.user)})


@door(GET="conflict.record", POST="conflict.record")
def record_conflict(request: HttpRequest, family: Any) -> HttpResponse:
    """A manager or information governance keeps a worker from a file."""
    form = ConflictForm(sent(request))
    if form.is_valid() and attempt(form, actions.record_conflict, by=request.user, family=family):
        messages.success(request, _("The worker is kept from this file from now on."))
        still = people.may(request.user, family, "family.find")
        return redirect("access:known", family.pk) if still else redirect("home")
    return render(request, "access/conflict.html", {"family": family, "form": form})


@door(GET="conflict.end")
def all_conflicts(request: HttpRequest) -> HttpResponse:
    """Who is kept from which file as somebody close to it, and what workers declared: what is not the reader's own."""
    about = {"rows": conflicts.conflicts_shown_to(request.user), "declared": conflicts.declared_for(request.user)}
    return render(request, "access/conflicts.html", about)


@door(GET="conflict.end", POST="conflict.end")
def end_conflict(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    """End a conflict that was a mistake."""
    row = conflicts.conflict_for(request.user, conflict_id)
    return _end(request, row, actions.end_conflict, {"conflict": row})


@door(GET="conflict.end", POST="conflict.end")
def end_relative(request: HttpRequest, declared_id: UUID) -> HttpResponse:
    """End what a worker declared by mistake."""
    row = conflicts.one_declared_for(request.user, declared_id)
    return _end(request, row, actions.end_relative, {"declared": row})


def _end(request: HttpRequest, row: Any, action: Any, about: dict[str, Any]) -> HttpResponse:
    if row is None:
        raise Http404
    form = EndClosenessForm(sent(request))
    if form.is_valid() and attempt(form, action, by=request.user, **about):
        messages.success(request, _("It is ended. The worker is told where they may know of it."))
        return redirect("access:conflicts")
    return render(request, "access/end_conflict.html", {"row": row, "form": form})

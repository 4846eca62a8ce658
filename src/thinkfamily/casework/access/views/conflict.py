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
from thinkfamily.casework.access.authority import holds
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.forms.conflict import (
    ClosenessForm,
    ConflictForm,
    EndClosenessForm,
    NearForm,
    RelativeForm,
)
from thinkfamily.casework.access.queries import conflicts, people
from thinkfamily.casework.access.said import Said
from thinkfamily.casework.pages.forms import PlainForm, sent


@sensitive_post_parameters()
@door(GET="signed_in", POST="signed_in")
def closeness(request: HttpRequest) -> HttpResponse:
    """A worker says who they are, and whether anybody close to them may be known here: before entering, and each year."""
    held = conflicts.said_of_oneself(request.user)
    form = ClosenessForm(sent(request), initial=_initial(request.user, held))
    if form.is_valid() and attempt(form, actions.say_who_one_is, by=request.user):
        if form.cleaned_data["answer"] == "named":
            return redirect("access:relatives")
        messages.success(request, _("Noted. You are asked again when your answer has grown old."))
        return redirect("entry")
    rows = conflicts.declared_by(request.user)
    return render(request, "access/closeness.html", {"form": form, "rows": rows})


@door(POST="signed_in")
def closeness_named(request: HttpRequest) -> HttpResponse:
    """A worker has named all whom they can."""
    form = PlainForm(request.POST)
    if form.is_valid() and attempt(form, actions.answer_named, by=request.user):
        messages.success(request, _("Noted. You are asked again when your answer has grown old."))
        return redirect("entry")
    return _relatives(request, RelativeForm(), form)


@sensitive_post_parameters()
@door(GET="signed_in", POST="signed_in")
def relatives(request: HttpRequest) -> HttpResponse:
    """A worker says whom they are close to. The answer is the same whether or not that person is known."""
    form = RelativeForm(sent(request))
    if form.is_valid() and attempt(form, actions.declare_relative, by=request.user):
        messages.success(request, _("Noted. Any file of theirs is kept from you from now on."))
        return redirect("access:relatives")
    return _relatives(request, form, None)


def _relatives(request: HttpRequest, form: RelativeForm, ended: PlainForm | None) -> HttpResponse:
    asked = not request.entry.has_answered  # type: ignore[attr-defined]
    about = {"form": form, "ended": ended, "rows": conflicts.declared_by(request.user), "is_asked": asked}
    return render(request, "access/relatives.html", about)


def _initial(worker: Any, held: Said | None) -> dict[str, Any]:
    """What the form begins with: what was said last, else the name of the account."""
    if held is None:
        first, _space, last = worker.name.partition(" ")
        return {"first_name": first, "last_name": last}
    return {
        "first_name": held.first_name,
        "last_name": held.last_name,
        "other_names": "\n".join(held.other_names),
        "born": held.born,
        "postcodes": "\n".join(held.postcodes),
    }


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
    about = {
        "rows": conflicts.conflicts_shown_to(request.user),
        "declared": conflicts.declared_shown_to(request.user),
        "near": conflicts.near_shown_to(request.user),
        "may_decide": holds(request.user, "conflict.decide"),
    }
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


@door(GET="conflict.decide", POST="conflict.decide")
def decide_near(request: HttpRequest, near_id: UUID) -> HttpResponse:
    """Decide whether somebody known here is the one to whom a worker is close."""
    row = conflicts.near_shown(request.user, near_id)
    if row is None:
        raise Http404
    form = NearForm(sent(request))
    if form.is_valid() and attempt(form, actions.decide_near, by=request.user, near=row):
        messages.success(request, _("It is decided. The worker is told nothing."))
        return redirect("access:conflicts")
    return render(request, "access/near.html", {"row": row, "form": form})


def _end(request: HttpRequest, row: Any, action: Any, about: dict[str, Any]) -> HttpResponse:
    if row is None:
        raise Http404
    form = EndClosenessForm(sent(request))
    if form.is_valid() and attempt(form, action, by=request.user, **about):
        messages.success(request, _("It is ended. The worker is told where they may know of it."))
        return redirect("access:conflicts")
    return render(request, "access/end_conflict.html", {"row": row, "form": form})

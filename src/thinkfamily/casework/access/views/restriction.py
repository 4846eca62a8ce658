"""Restricting a file, and keeping a restriction."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions import restriction as actions
from thinkfamily.casework.access.actions.sightings import gather_sightings
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.forms.restriction import KeptNamedForm, LiftForm, RestrictForm, ReviewForm
from thinkfamily.casework.access.queries import people, restrictions
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@door(GET="restriction.set", POST="restriction.set")
def restrict(request: HttpRequest, family: Any) -> HttpResponse:
    """Restrict a file."""
    in_force = list(restrictions.in_force(family))
    form = RestrictForm(sent(request), in_force=in_force)
    if form.is_valid() and attempt(form, actions.restrict, by=request.user, family=family):
        messages.success(
            request, _("The file is restricted: nobody but its custodian and those named finds any trace of it.")
        )
        # Who set it may be neither its custodian nor named: then the file is gone for them too.
        return redirect("access:kept" if people.may(request.user, family, "restriction.keep") else "home")
    parts = [row for row in people.involvements(family) if people.is_today(row)]
    about = {"family": family, "form": form, "parts": parts, "in_force": in_force}
    return render(request, "access/restrict.html", about)


@door(GET="restriction.keep")
def kept(request: HttpRequest) -> HttpResponse:
    """The restrictions that a worker keeps, and who looked for these files."""
    gather_sightings()
    return render(request, "access/kept.html", {"rows": restrictions.kept_by(request.user)})


@door(GET="restriction.keep")
def keep(request: HttpRequest, family: Any, restriction_id: UUID) -> HttpResponse:
    """One restriction: to be looked at again, changed or lifted."""
    return _keep(request, family, _one(request, family, restriction_id), {})


@door(POST="restriction.keep")
def review(request: HttpRequest, family: Any, restriction_id: UUID) -> HttpResponse:
    """Look at it again and keep it."""
    said = _("The restriction is kept, and will be looked at again by the day you gave.")
    form = ReviewForm(request.POST, prefix="review")
    return _try(request, family, restriction_id, "review", form, actions.review, said)


@door(POST="restriction.keep")
def change_named(request: HttpRequest, family: Any, restriction_id: UUID) -> HttpResponse:
    """Say anew who keeps it and who is named."""
    form = KeptNamedForm(request.POST, basis=_basis(request, family, _one(request, family, restriction_id)))
    said = _("Who keeps the restriction and who is named for the file is changed.")
    return _try(request, family, restriction_id, "named", form, actions.change_named, said)


@door(POST="restriction.keep")
def lift(request: HttpRequest, family: Any, restriction_id: UUID) -> HttpResponse:
    """Lift it."""
    said = _("The restriction is lifted: whoever may otherwise read the file finds it again.")
    return _try(request, family, restriction_id, "lift", LiftForm(request.POST, prefix="lift"), actions.lift, said)


def _one(request: HttpRequest, family: Any, restriction_id: UUID) -> Any:
    row = restrictions.one_kept(request.user, family, restriction_id)
    if row is None:
        raise Http404
    return row


def _basis(request: HttpRequest, family: Any, row: Any) -> Basis:
    return Basis(row, partial(_one, request, family, row.pk), KeptNamedForm.there)


def _try(
    request: HttpRequest, family: Any, restriction_id: UUID, name: str, form: Any, action: Any, said: str
) -> HttpResponse:
    row = _one(request, family, restriction_id)
    if form.is_valid() and attempt(form, action, by=request.user, restriction=row):
        messages.success(request, said)
        return redirect("access:kept")
    return _keep(request, family, row, {name: form})


def _keep(request: HttpRequest, family: Any, row: Any, tried: dict[str, Any]) -> HttpResponse:
    forms = {
        "review": ReviewForm(prefix="review"),
        "named": KeptNamedForm(basis=_basis(request, family, row)),
        "lift": LiftForm(prefix="lift"),
    }
    about = {"family": family, "row": row, "forms": forms | tried, "is_wrong": bool(tried)}
    return render(request, "access/keep.html", about)

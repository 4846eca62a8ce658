"""Agencies and area teams."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from thinkfamily.casework.access.authority import holds
from thinkfamily.casework.access.door import door
from thinkfamily.casework.agencies import actions, queries
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.site.organisation import forms
from thinkfamily.casework.site.organisation.views.form_page import done, show_form


@door(GET="signed_in")
def index(request: HttpRequest) -> HttpResponse:
    """What can be configured, as far as it is the reader's."""
    keeps = holds(request.user, "organisation.keep")
    sees = holds(request.user, "account.read")
    return render(request, "organisation/index.html", {"keeps": keeps, "sees": sees})


@door(GET="organisation.keep")
def agencies(request: HttpRequest) -> HttpResponse:
    """All agencies."""
    return render(request, "organisation/agencies.html", {"rows": queries.agencies()})


@door(GET="organisation.keep", POST="organisation.keep")
def agency(request: HttpRequest, agency_id: Any = None) -> HttpResponse:
    """Add an agency, or change one."""
    row = _one(queries.agencies(), agency_id)
    form = forms.AgencyForm(sent(request), instance=row)
    if request.method == "POST" and done(form, lambda: actions.keep_agency(form.instance, by=request.user)):  # type: ignore[arg-type]
        messages.success(request, _("The agency was saved."))
        return redirect("organisation_agencies")
    title = _("Change an agency") if agency_id else _("Add an agency")
    retire = reverse("organisation_agency_retire", args=[agency_id]) if row and row.is_active else ""
    return show_form(request, form, title, _("Save"), reverse("organisation_agencies"), retire=retire)


@door(GET="organisation.keep")
def teams(request: HttpRequest) -> HttpResponse:
    """All area teams."""
    return render(request, "organisation/teams.html", {"rows": queries.teams()})


@door(GET="organisation.keep", POST="organisation.keep")
def team(request: HttpRequest, team_id: Any = None) -> HttpResponse:
    """Add a team, or change one."""
    row = _one(queries.teams(), team_id)
    form = forms.TeamForm(sent(request), instance=row)
    if request.method == "POST" and done(form, lambda: actions.keep_team(form.instance, by=request.user)):  # type: ignore[arg-type]
        messages.success(request, _("The team was saved."))
        return redirect("organisation_teams")
    title = _("Change a team") if team_id else _("Add a team")
    retire = reverse("organisation_team_retire", args=[team_id]) if row and row.is_active else ""
    return show_form(request, form, title, _("Save"), reverse("organisation_teams"), retire=retire)


@door(POST="organisation.keep")
def retire_agency(request: HttpRequest, agency_id: Any) -> HttpResponse:
    """Take an agency out of use."""
    return _retire(request, actions.retire_agency, _one(queries.agencies(), agency_id), "agency", "agencies")


@door(POST="organisation.keep")
def retire_team(request: HttpRequest, team_id: Any) -> HttpResponse:
    """Take a team out of use."""
    return _retire(request, actions.retire_team, _one(queries.teams(), team_id), "team", "teams")


def _retire(request: HttpRequest, action: Any, row: Any, kind: str, many: str) -> HttpResponse:
    try:
        action(row, by=request.user)
    except ValidationError as error:
        form = (forms.AgencyForm if kind == "agency" else forms.TeamForm)(data={}, instance=row)
        form.errors.clear()
        form.add_error(None, error)
        return show_form(request, form, _("It cannot be retired"), "", reverse(f"organisation_{many}"))
    messages.success(request, _("It is out of use from now on."))
    return redirect(f"organisation_{many}")


def _one(rows: Any, key: Any) -> Any:
    if key is None:
        return None
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row

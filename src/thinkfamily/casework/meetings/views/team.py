"""The team around a family: who is on it, until when, and what is asked of each."""

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
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.views.attempts import do_or_say
from thinkfamily.casework.meetings.actions import team as actions
from thinkfamily.casework.meetings.forms.team import AgencyForm, AskForm
from thinkfamily.casework.meetings.queries import team as queries
from thinkfamily.casework.meetings.queries.reading import reader_of
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@door(GET="team_around.read")
def team(request: HttpRequest, family: Any) -> HttpResponse:
    """Everybody on the team; agency, dates and tasks for those who work the case."""
    reader = reader_of(request.user, family)
    return render(request, "meetings/team.html", {"family": family, "team": queries.team_for(reader)})


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def ask(request: HttpRequest, family: Any, involvement_id: UUID) -> HttpResponse:
    """Say what is asked of one worker."""
    row = queries.involvement_of(family, involvement_id)
    if row is None:
        raise Http404
    basis = Basis(row, partial(queries.involvement_of, family, involvement_id), _asked)
    form = AskForm(sent(request), basis=basis)
    if form.is_valid() and attempt(form, partial(actions.ask_of, row), by=request.user):
        messages.success(request, _("Saved. They see it on the page of the team."))
        return redirect("meetings:team", family.pk)
    return render(request, "meetings/ask.html", {"family": family, "form": form, "row": row})


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def invite_agency(request: HttpRequest, family: Any) -> HttpResponse:
    """Put an agency on the team that has named nobody."""
    form = AgencyForm(sent(request))
    if form.is_valid() and attempt(form, partial(actions.invite_agency, family), by=request.user):
        messages.success(
            request, _("The agency is on the team. It opens nothing: propose its worker once it names one.")
        )
        return redirect("meetings:team", family.pk)
    return render(request, "meetings/invite_agency.html", {"family": family, "form": form})


@door(POST="meeting.keep")
def end_agency(request: HttpRequest, family: Any, place_id: UUID) -> HttpResponse:
    """Take an agency off the team that has named nobody."""
    row = queries.agency_invited(family, place_id)
    if row is None:
        raise Http404
    if do_or_say(request, actions.end_agency, family_id=family.pk, invited=row):
        messages.success(request, _("The agency is off the team from today."))
    return redirect("meetings:team", family.pk)


def _asked(part: Any) -> dict[str, Any]:
    """What is asked of one worker, as its form shows it."""
    note = getattr(part, "asked_of", None)
    return {"asked": note.asked if note is not None else ""}

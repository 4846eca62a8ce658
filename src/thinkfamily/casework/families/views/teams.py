"""Which team has a file, and files that are of none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.queries.people import may
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.queries import team_of_area
from thinkfamily.casework.families.actions.teams import give_to_team
from thinkfamily.casework.families.queries import teams as queries
from thinkfamily.casework.families.team_forms import GiveForm
from thinkfamily.casework.pages.forms import sent

SHOWN = 200


@door(GET="family.team", POST="family.team")
def give(request: HttpRequest, family: Any) -> HttpResponse:
    """Give a file to a team: the first, or another."""
    proposed = None if family.team_id else team_of_area(family.area)
    form = GiveForm(
        sent(request), teams=queries.teams_to_give(family), initial={"team": proposed.pk} if proposed else None
    )
    if form.is_valid() and attempt(form, give_to_team, family=family, by=request.user):
        messages.success(request, _("The team has the file from today, and its managers are told."))
        return _after(request, family)
    # Whoever gives a file away need not be one who reads it: then the way back is the list.
    context = {
        "family": family,
        "form": form,
        "given": queries.teams_of(family),
        "reads": may(request.user, family, "family.read"),
    }
    return render(request, "families/team.html", context)


@door(GET="family.team")
def without_a_team(request: HttpRequest) -> HttpResponse:
    """Files of no team that this worker may give to one."""
    rows = queries.without_a_team(standing_of(request.user))
    count = rows.count()
    return render(
        request,
        "families/without_a_team.html",
        {"rows": rows[:SHOWN], "count": count, "more": max(0, count - SHOWN)},
    )


def _after(request: HttpRequest, family: Any) -> HttpResponse:
    """To the file, for whoever still reads it, and otherwise to the next one without a team."""
    if may(request.user, family, "family.read"):
        return redirect("families:page", family.pk)
    return redirect("families:without_a_team")

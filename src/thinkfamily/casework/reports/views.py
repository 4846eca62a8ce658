"""The pages of released figures."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.site_values import SMALLEST_SHOWN, value_of
from thinkfamily.casework.reports import actions, approach, families, queries, unmet


@door(GET="figures.read", POST="figures.release")
def figures(request: HttpRequest) -> HttpResponse:
    """The latest release and the days of earlier ones; information governance makes a new one here."""
    if request.method == "POST":
        try:
            actions.release_figures(by=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            page = _page(request, error.messages[0])
            page.status_code = 409
            return page
        messages.success(request, _("The figures of today are released."))
        return redirect("figures")
    return _page(request)


@door(GET="referral.figures")
def front_door(request: HttpRequest) -> HttpResponse:
    """How families and requests for help went in the last twelve months, small numbers hidden."""
    smallest = value_of(SMALLEST_SHOWN)
    about = {
        "columns": approach.columns(),
        "tables": approach.tables(smallest),
        "whys": approach.declined_why(smallest),
        "families": families.figures_of_families(smallest),
        "family_columns": families.columns(),
        "unmet": unmet.tables(smallest),
        "unmet_columns": unmet.columns(),
        "smallest": smallest,
    }
    return render(request, "reports/front_door.html", about)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    releases = queries.releases()
    return render(
        request,
        "reports/figures.html",
        {
            "latest": releases[0] if releases else None,
            "earlier": releases[1:],
            "may_release": standing_of(request.user).holds("figures.release"),
            "problem": problem,
        },
    )

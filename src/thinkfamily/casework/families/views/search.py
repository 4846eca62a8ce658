"""Search: a form that is posted, so that no name stands in an address, a log or a browser's history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families import search as queries
from thinkfamily.casework.families.search_forms import SearchForm
from thinkfamily.casework.pages.forms import sent

# For so long a browser's back button shows the results again without asking to send the form once more.
KEPT_SECONDS = 120


@sensitive_post_parameters()
@door(GET="family.find", POST="family.find")
def search(request: HttpRequest) -> HttpResponse:
    """The form, and a page of what was found. It answers the same for what is not there and what is not theirs."""
    standing = standing_of(request.user)
    form = SearchForm(sent(request), is_limited=queries.is_limited(standing))
    found = None
    if form.is_valid():
        found = queries.find(standing, form.question(), form.cleaned_data["page"] or 1)
    response = render(request, "families/search.html", {"form": form, "found": found})
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}" if found else "no-store"
    return response


@sensitive_post_parameters()
@door(POST="family.find")
def suggest(request: HttpRequest) -> HttpResponse:
    """References of the worker's own files that begin as typed: for a page with JavaScript; without it nothing is lost."""
    suggestions = queries.suggest(standing_of(request.user), request.POST.get("begun", "")[:12])
    record("family.find", by=request.user, kind="suggestion", outcome="looked", fields=["reference"])
    response = JsonResponse({"references": suggestions})
    response["Cache-Control"] = "no-store"
    return response

"""The families whose file a worker may read."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.forms import ListForm
from thinkfamily.casework.families.queries.lists import Choice, helped_families, my_families, own_families, teams


@door(GET="family.read")
def my_list(request: HttpRequest) -> HttpResponse:
    """My families, those I have a part in first."""
    standing = standing_of(request.user)
    form = ListForm(request.GET or None, teams=teams(standing))
    asked = form.cleaned_data if form.is_valid() else {}
    try:
        page = min(max(int(request.GET.get("page", "1")), 1), 10_000)
    except ValueError:
        page = 1
    found = my_families(standing, Choice(**asked, page=page))
    kept = urlencode({name: value for name, value in asked.items() if value})
    return render(request, "families/list.html", {"form": form, "found": found, "kept": kept})


@door(GET="family.comment")
def mine(request: HttpRequest) -> HttpResponse:
    """Where a family member begins: what is shared of their own family's file."""
    return render(request, "families/mine.html", {"families": own_families(standing_of(request.user))})


@door(GET="family.locate")
def helped(request: HttpRequest) -> HttpResponse:
    """Where a volunteer or a mentor begins: whose family is theirs to help, and whom to ask."""
    return render(request, "families/helped.html", {"families": helped_families(standing_of(request.user))})

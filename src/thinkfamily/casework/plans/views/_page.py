"""What the pages of this app have in common: the head of a file, and that no browser keeps them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.queries import case_of
from thinkfamily.casework.families.queries.page import head


def file_page(request: HttpRequest, family: Any, template: str, tab: str, **about: Any) -> HttpResponse:
    """A page of a file, under its tabs."""
    top = head(standing_of(request.user), family)
    return kept(render(request, f"plans/{template}.html", {**about, "head": top, "family": family, "tab": tab}))


def kept(response: HttpResponse) -> HttpResponse:
    """What lies in a browser's store can be read by whoever sits there next."""
    response["Cache-Control"] = "no-store, private"
    return response


def open_case(family: Any) -> Any:
    """The open case of a family, or the one that ended last.

    Raises:
        Http404: it has none.
    """
    found = case_of(family)
    if found is None:
        raise Http404
    return found


def mark(request: HttpRequest, family: Any) -> str:
    """What says whose copy a sheet is, to those who can look it up and to nobody else."""
    return f"{family.reference} / {str(request.user.pk)[:8]} / {timezone.localtime():%Y%m%d-%H%M}"

"""The one case that a page is about, and where a worker goes after a step of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thinkfamily.casework.access.queries.people import may
from thinkfamily.casework.cases import queries


def the_case(family: Any) -> Any:
    """The open case of a family, or the one that ended last.

    Raises:
        Http404: it has none.
    """
    found = queries.case_of(family)
    if found is None:
        raise Http404
    return found


def back_to(worker: Any, family: Any) -> HttpResponse:
    """To the case, for whoever may still read it: a step can end one's own part, and some take one without reading it."""
    for power, page in (("case.read", "cases:case"), ("family.read", "families:page")):
        if may(worker, family, power):
            return redirect(page, family.pk)
    return redirect("access:known", family.pk)

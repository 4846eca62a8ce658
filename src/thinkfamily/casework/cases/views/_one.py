"""The one case that a page is about."""

from __future__ import annotations

from typing import Any

from django.http import Http404

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

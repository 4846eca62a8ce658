"""What stands above every page of a file while it is open to a worker because of an emergency."""

from __future__ import annotations

from django.http import HttpRequest

from thinkfamily.casework.access.models import Opening
from thinkfamily.casework.access.queries.openings import in_use
from thinkfamily.casework.access.standing import standing_of


def opening_of(request: HttpRequest) -> Opening | None:
    """The opening through which the worker is on this file, if there is one; asked only of roles that can open files."""
    family_id = request.resolver_match.kwargs.get("family_id") if request.resolver_match else None
    if family_id is None or not standing_of(request.user).ways("opening.request"):
        return None
    return in_use(request.user, family_id)

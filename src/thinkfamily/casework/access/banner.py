"""What stands above every page of a file while it is open to a worker because of an emergency."""

from __future__ import annotations

from django.http import HttpRequest

from thinkfamily.casework.access.models import Opening
from thinkfamily.casework.access.powers import OPENED
from thinkfamily.casework.access.queries.openings import in_use


def opening_of(request: HttpRequest) -> Opening | None:
    """The opening through which the worker is on this file, if there is one; asked only where the door found one."""
    file = getattr(request, "file", None)
    if file is None or not any(how == OPENED for _role, how in file.marks.ways):
        return None
    return in_use(request.user, file.pk)

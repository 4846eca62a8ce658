"""What waits for a worker."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from thinkfamily.casework.access.actions.notices import mark_seen
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.queries.notices import waiting_for


@door(GET="signed_in", POST="signed_in")
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices; a press of the button marks them seen."""
    if request.method == "POST":
        mark_seen(by=request.user)
        return redirect("access:notices")
    return render(request, "access/notices.html", {"rows": waiting_for(request.user)})

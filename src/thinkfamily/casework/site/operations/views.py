"""Pages about the site itself: whether it is well. No page here reads a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from thinkfamily.casework.access.door import door
from thinkfamily.casework.site.operations.health import health, last_drill


@login_not_required
@door(GET="everyone")
def health_page(request: HttpRequest) -> HttpResponse:
    """One word for each part, for a monitor: 200 when none is bad, 503 when one is."""
    parts = {part.name: part.state for part in health()}
    return JsonResponse(parts, status=503 if "bad" in parts.values() else 200)


@door(GET="site.keep")
def site_page(request: HttpRequest) -> HttpResponse:
    """The same with words and dates, for system administrators."""
    return render(request, "site/operations.html", {"parts": [*health(), last_drill()]})

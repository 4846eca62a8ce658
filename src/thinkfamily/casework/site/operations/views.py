"""Pages about the site itself: whether it is well. No page here reads a file."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from thinkfamily.casework.access.door import door
from thinkfamily.casework.site.operations import queries
from thinkfamily.casework.site.operations.health import health, last_backup, last_drill


@never_cache
@login_not_required
@door(GET="everyone")
def health_page(request: HttpRequest) -> HttpResponse:
    """One word for each part, for a monitor: 200 when none is bad, 503 when one is."""
    parts = {part.name: part.state for part in health()}
    return JsonResponse(parts, status=503 if "bad" in parts.values() else 200)


@door(GET="site.keep")
def site_page(request: HttpRequest) -> HttpResponse:
    """The same with words and dates, and what runs here, for system administrators."""
    backup = last_backup()
    shown = {
        "parts": [*health(), *([backup] if backup else []), last_drill()],
        "jobs": queries.jobs(),
        "versions": queries.versions(),
        "sign_on": queries.sign_on(),
        "trusted_keys": queries.trusted_keys(),
        "site_mode": settings.INSTANCE.mode,
    }
    return render(request, "site/operations.html", shown)

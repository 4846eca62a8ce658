"""Pages that belong to no app below: the start page, what the site says of itself, its colours and its language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.i18n import set_language

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.queries.notices import how_many_wait, of_account
from thinkfamily.casework.site.transparency import STANDARD, record


@door(GET="signed_in")
def home(request: HttpRequest) -> HttpResponse:
    """Where a worker starts: what waits unseen, and where to go."""
    waiting = how_many_wait(request.user)
    about = {"waiting": waiting, "of_account": of_account(request.user) if waiting else []}
    return render(request, "site/home.html", about)


@login_not_required
@door(GET="everyone")
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site can be used by everyone, and where it falls short."""
    return render(request, "site/accessibility.html")


@login_not_required
@door(GET="everyone")
def privacy(request: HttpRequest) -> HttpResponse:
    """The council's own privacy notice; where there is none yet, what the site itself keeps."""
    return render(request, "site/privacy.html")


@login_not_required
@door(GET="everyone")
def transparency(request: HttpRequest) -> HttpResponse:
    """The transparency record: what the program does with data about families, and what the council says of itself."""
    theme = settings.THEME
    answers = {**theme.transparency, "organisation": theme.organisation, "complaints": theme.complaints}
    return render(request, "site/transparency.html", {"parts": record(answers), "standard": STANDARD})


@login_not_required
@door(GET="everyone")
@cache_control(public=True, max_age=31_536_000, immutable=True)
def theme(request: HttpRequest, version: str) -> HttpResponse:
    """The colours of this site, as custom properties; the version is in the address for browsers' sake."""
    return HttpResponse(settings.THEME.css, content_type="text/css; charset=utf-8")


@login_not_required
@door(POST="everyone")
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, in a cookie that says nothing else."""
    return set_language(request)

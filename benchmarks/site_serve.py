"""Serves, for the benchmark, either the site or a bare authenticated view with Django's usual middleware on the same data."""

from __future__ import annotations

import sys

from thinkfamily.casework.site.start import start

start()

from django.conf import settings  # noqa: E402
from django.contrib.auth.backends import ModelBackend  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from thinkfamily.casework.access import evenly  # noqa: E402
from thinkfamily.casework.agencies.sign_in import InDate  # noqa: E402
from thinkfamily.casework.site.operations.serving import serve  # noqa: E402


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The least that a signed-in page can be."""
    return HttpResponse(f"<!doctype html><title>Bare</title><p>{request.user}")


urlpatterns = [path("", bare)]
# What a search takes is measured, and not until when its answer waits.
evenly.TICK_SECONDS = 0.0

if sys.argv[1] == "bare":
    settings.ROOT_URLCONF = __name__
    # What a new Django project starts with. Who is signed in is asked for as Django's own backend does, and not by the query that we
    # prepared for it, which is part of what is measured; the session names ours, so it is this that answers under its name.
    InDate.get_user = ModelBackend.get_user  # type: ignore[method-assign]
    InDate.user_can_authenticate = ModelBackend.user_can_authenticate  # type: ignore[method-assign]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    settings.MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]

serve("127.0.0.1", 0, ready=lambda address: print(address, flush=True))

"""Pages that belong to no app below: the start page and the errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from thinkfamily.casework.access.door import door


@door(GET="signed_in")
def home(request: HttpRequest) -> HttpResponse:
    """Where a worker starts."""
    return render(request, "site/home.html")

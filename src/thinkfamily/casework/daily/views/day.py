"""My day, and the cases that are shared with a partner professional."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.daily import actions
from thinkfamily.casework.daily.queries import board, day, shared


@door(GET="day.read")
def my_day(request: HttpRequest) -> HttpResponse:
    """What a worker starts the day with."""
    return render(request, "daily/day.html", {"day": day.day_of(request.user)})


@door(POST="day.read")
def changes_read(request: HttpRequest) -> HttpResponse:
    """Note that what changed was read."""
    actions.mark_changes_read(by=request.user)
    messages.success(request, _("From now on you are told what changes after this moment."))
    return redirect("daily:day")


@door(GET="shared.read")
def shared_cases(request: HttpRequest) -> HttpResponse:
    """What is asked of a partner professional."""
    return render(request, "daily/shared.html", {"shared": shared.shared_with(request.user), "today": localdate()})


@door(POST="shared.read")
def shared_read(request: HttpRequest) -> HttpResponse:
    """Note that a partner professional read what changed."""
    actions.mark_changes_read(by=request.user, is_shared=True)
    messages.success(request, _("From now on you are told what changes after this moment."))
    return redirect("daily:shared_cases")


@door(GET="lead.answer")
def my_supervision(request: HttpRequest) -> HttpResponse:
    """A lead's own supervisions."""
    return render(request, "daily/my_supervision.html", {"rows": board.own_supervisions(request.user)})

"""Requests for help that an auditor has drawn by lot."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.referrals.actions.lot import draw
from thinkfamily.casework.referrals.forms.lot import LotForm
from thinkfamily.casework.referrals.queries.lot import samples_of


@door(GET="sample.draw", POST="sample.draw")
def sample(request: HttpRequest) -> HttpResponse:
    """Draw requests by lot, and see those drawn."""
    form = LotForm(sent(request))
    if form.is_valid() and attempt(form, draw, by=request.user):
        messages.success(request, _("The sample is drawn."))
        return redirect("referrals:sample")
    about = {"form": form, "samples": samples_of(request.user), "today": timezone.localdate()}
    return render(request, "referrals/sample.html", about)

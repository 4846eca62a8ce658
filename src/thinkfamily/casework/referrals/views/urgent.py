"""Urgent safeguarding: a page whose only act can be sent empty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.sent import recorded_before
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.referrals import actions, queries
from thinkfamily.casework.referrals.forms.screen import UrgentForm
from thinkfamily.casework.referrals.queries.urgent import file_for


@sensitive_post_parameters()
@door(GET="safeguarding.raise", POST="safeguarding.raise")
def urgent(request: HttpRequest, about_id: UUID | None = None) -> HttpResponse:
    """Say whom to ring, and raise an alert. An id that is no file of this worker's is passed over, and never in the way."""
    family = file_for(standing_of(request.user), about_id) if about_id else None
    form = UrgentForm(sent(request))
    made: list[Any] = []

    def write(**told: Any) -> None:
        made.append(actions.raise_alert(family=family, **told, by=request.user))

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Triage and managers have been told."))
        return redirect("referrals:raised", made[0].pk if made else recorded_before())
    return render(request, "referrals/urgent.html", {"form": form, "file": family, "ring": settings.THEME.safeguarding})


@door(GET="safeguarding.raise")
def raised(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """When one's alert was raised, and whom to ring all the same."""
    found = queries.receipt(request.user, referral_id)
    if found is None:
        return redirect("referrals:urgent")
    actions.looked(found.referral, by=request.user, power="safeguarding.raise")
    return render(request, "referrals/raised.html", {"referral": found.referral, "ring": settings.THEME.safeguarding})

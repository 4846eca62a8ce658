"""What becomes of a request: one page each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.agencies.queries import team_of_area
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.referrals import actions, queries
from thinkfamily.casework.referrals.forms.screen import (
    AcceptForm,
    AdviseForm,
    CloseForm,
    DeclineForm,
    RedirectForm,
    SignForm,
)
from thinkfamily.casework.referrals.queries.accepting import frameworks, profiles, teams
from thinkfamily.casework.referrals.views.queue import found_or_404


@sensitive_post_parameters()
@door(GET="referral.screen", POST="referral.screen")
def advise(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Information and advice are enough."""
    form = AdviseForm(sent(request))
    return _page(request, referral_id, form, actions.advise, gettext_lazy("Information and advice"))


@sensitive_post_parameters()
@door(GET="referral.screen", POST="referral.screen")
def redirect_to(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Another service is the right one."""
    form = RedirectForm(sent(request))
    return _page(request, referral_id, form, actions.redirect, gettext_lazy("Give it to another service"))


@sensitive_post_parameters()
@door(GET="referral.screen", POST="referral.screen")
def decline(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The family says no."""
    form = DeclineForm(sent(request))
    return _page(request, referral_id, form, actions.decline, gettext_lazy("The family says no"))


@sensitive_post_parameters()
@door(GET="referral.screen", POST="referral.screen")
def close(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Nothing is to be done; a second person signs it where one is needed."""
    found = found_or_404(request, referral_id)
    # What was proposed and returned is put right, and not written anew.
    first = {"because": found.because, "told": found.told} if found.returned_because else {}
    form = CloseForm(sent(request), initial=first)
    return _page(request, referral_id, form, actions.close, gettext_lazy("No further action"))


@sensitive_post_parameters()
@door(GET="referral.sign", POST="referral.sign")
def sign(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Sign that nothing is to be done, or return it."""
    form = SignForm(sent(request), read=found_or_404(request, referral_id).proposed_at)
    return _page(request, referral_id, form, actions.sign, gettext_lazy("Sign: no further action"))


@sensitive_post_parameters()
@door(GET="referral.screen", POST="referral.screen")
def accept(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The family is considered: a person chooses the programme."""
    found = found_or_404(request, referral_id)
    proposed, every = queries.proposed(found, request.user), profiles()
    asked = next((one for one in every if one.code == found.programme), None)
    form = AcceptForm(
        sent(request),
        proposed=proposed,
        others=every,
        programmes=frameworks(),
        teams=teams(),
        initial={
            "chosen": asked.code if asked else proposed[0].code if proposed else "",
            "tier": asked.tier_for(len(found.categories)).code if asked else proposed[0].tier if proposed else "",
            "team": getattr(team_of_area(found.area), "pk", ""),
        },
    )
    return _page(request, referral_id, form, actions.accept, gettext_lazy("Accept: consider the family"))


def _page(request: HttpRequest, referral_id: UUID, form: Any, action: Callable[..., Any], title: Any) -> HttpResponse:
    found = found_or_404(request, referral_id)
    if form.is_valid() and _done(form, action, found, request.user):
        messages.success(request, _("Recorded."))
        return redirect("referrals:referral", found.pk)
    actions.looked(found, by=request.user, power="referral.screen")
    return render(request, "referrals/outcome.html", {"referral": found, "form": form, "title": title})


def _done(form: Any, action: Callable[..., Any], found: Any, by: Any) -> bool:
    """Do it; where a case cannot be opened, that is said on the page as any other reason."""
    try:
        return attempt(form, action, referral=found, by=by)
    except CaseError as error:
        form.add_error(None, f"{error.found} {error.do}")
        return False

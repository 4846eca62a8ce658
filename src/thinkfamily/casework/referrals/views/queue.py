"""The front door: the queue, one request, and the steps of looking at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.fields import BORN_ASKED, shows_on_site
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.referrals import actions, queries
from thinkfamily.casework.referrals.forms.screen import ActedForm, JudgeForm, PassOnForm, QueueForm, SearchForm
from thinkfamily.casework.referrals.questions import LEVELS, PROMPTS


@door(GET="referral.read")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, what is overdue first, and alerts above everything."""
    form = QueueForm(request.GET or None)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = request.GET.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    found = queries.queue(standing_of(request.user), state=state, page=number)
    actions.looked(by=request.user, others=[row.pk for row in found.rows])
    return render(request, "referrals/queue.html", {"form": form, "found": found, "state": state})


@door(GET="referral.read")
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One request, and what can be done with it."""
    found = found_or_404(request, referral_id)
    return show(request, found)


@door(POST="referral.screen")
def screen(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Take a request, to look at it."""
    return _step(request, referral_id, actions.screen, _("It is yours to look at."))


@sensitive_post_parameters()
@door(POST="referral.screen")
def search(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Look whether its people are known."""
    return _step(request, referral_id, actions.search, _("The search is recorded."), SearchForm(request.POST))


@door(POST="referral.screen")
def judge(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say whether one of those found is meant."""
    found, standing = found_or_404(request, referral_id), standing_of(request.user)
    form = JudgeForm(request.POST, known=queries.known_families(standing, found), like=queries.like(standing, found))
    return _step(request, referral_id, actions.judge, _("Recorded."), form)


@door(POST="referral.screen")
def raise_on(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say that somebody must act now: one press."""
    return _step(request, referral_id, actions.raise_on, _("It stands above everything. Triage and managers are told."))


@sensitive_post_parameters()
@door(POST="referral.screen")
def act(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Record what was done at once."""
    return _step(request, referral_id, actions.act, _("Recorded."), ActedForm(request.POST))


@door(POST="referral.screen")
def go_on(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Look at an alert as at any other request."""
    return _step(request, referral_id, actions.go_on, _("It is yours to look at."))


@door(POST="referral.screen")
def pass_on(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Record that whoever asked was told."""
    return _step(request, referral_id, actions.pass_on, _("Recorded."), PassOnForm(request.POST))


@door(GET="referral.read")
def purged(request: HttpRequest) -> HttpResponse:
    """What went of requests, with proof."""
    return render(request, "referrals/purged.html", {"rows": queries.purges()})


def found_or_404(request: HttpRequest, referral_id: UUID) -> Any:
    """A request that this worker may know of."""
    found = queries.referral_for(standing_of(request.user), referral_id)
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, found: Any, form: Any = None) -> HttpResponse:
    """The page of one request, with a form of it that was not in order."""
    page = queries.page_of(standing_of(request.user), found)
    about = str(found.family_id) if found.family_id else "new" if found.judged_at else ""
    shown: dict[str, Any] = {
        "search": SearchForm(),
        "acted": ActedForm(),
        "pass_on": PassOnForm(),
        "judge": JudgeForm(
            known=page.known,
            like=page.like,
            initial={"about": about, "earlier": str(found.earlier_id or ""), "level": found.level},
        ),
    }
    kinds = {"search": SearchForm, "acted": ActedForm, "judge": JudgeForm, "pass_on": PassOnForm}
    for name, kind in kinds.items():
        if isinstance(form, kind):
            shown[name] = form
    actions.looked(found, by=request.user)
    return render(
        request,
        "referrals/referral.html",
        {
            "referral": found,
            "page": page,
            "is_year_alone": not shows_on_site(standing_of(request.user), BORN_ASKED),
            "prompts": [(one.asks, dict(LEVELS)[one.points_to]) for one in PROMPTS],
            "form": form,
            **{f"{name}_form": one for name, one in shown.items()},
        },
    )


def _step(
    request: HttpRequest, referral_id: UUID, action: Callable[..., Any], done: str, form: Any = None
) -> HttpResponse:
    found = found_or_404(request, referral_id)
    form = PlainForm(sent(request)) if form is None else form
    if form.is_valid() and attempt(form, action, referral=found, by=request.user):
        messages.success(request, done)
        return redirect("referrals:referral", found.pk)
    return show(request, found_or_404(request, referral_id), form)

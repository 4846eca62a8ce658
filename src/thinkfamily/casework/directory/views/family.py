"""The services of a family: what it was referred to, looking for one, and needs that nothing answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.queries import case_of, members_now
from thinkfamily.casework.directory import actions
from thinkfamily.casework.directory.forms import AnswerForm, EndForm, ReferForm, TakeBackForm, UnmetForm
from thinkfamily.casework.directory.machine import STEPS
from thinkfamily.casework.directory.queries import family as queries
from thinkfamily.casework.directory.queries.services import service_of
from thinkfamily.casework.families.queries.page import head
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.sharing.forms import attempt


@door(GET="service.see")
def of_family(request: HttpRequest, family: Any) -> HttpResponse:
    """What the family was referred to and what became of it, what nothing answers, and for what to look for a service."""
    page = queries.services_of(request.user, family)
    top = head(standing_of(request.user), family)
    about = {"head": top, "family": family, "tab": "services", "page": page}
    return _kept(render(request, "directory/family.html", about))


@door(GET="service.refer")
def find(request: HttpRequest, family: Any, item_id: UUID | None = None) -> HttpResponse:
    """Services that answer a need or an action of the family, or any need; with why some do not fit."""
    _open_case(family)
    item = _item(request, family, item_id)
    about = {"family": family, "item": item, "groups": queries.looked_up(family, item)}
    return _kept(render(request, "directory/find.html", about))


@sensitive_post_parameters()
@door(GET="service.refer", POST="service.refer")
def refer(request: HttpRequest, family: Any, service_id: UUID, item_id: UUID | None = None) -> HttpResponse:
    """Refer the family, or one of it, to a service."""
    case, item, service = _open_case(family), _item(request, family, item_id), service_of(service_id)
    if service is None:
        raise Http404
    first = {}
    if item is not None:
        # What the service is told is written each time: it is not taken from the file.
        first = {"category": item.category, "audience": item.audience}
        first["person"] = str(item.person_id) if item.person_id else ""
    form = ReferForm(sent(request), service=service, people=_people(family), item=item, initial=first)

    def write(**told: Any) -> None:
        actions.refer(case, service, actions.Asked(**told, item=item), by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Recorded. You are told when the answer is late."))
        return redirect("directory:of_family", family.pk)
    open_to = queries.may_be_told(family, service)
    about = {"family": family, "form": form, "service": service, "item": item, "open_to": open_to}
    return _kept(render(request, "directory/refer.html", about))


@sensitive_post_parameters()
@door(GET="service.answer", POST="service.answer")
def answer(request: HttpRequest, family: Any, referred_id: UUID) -> HttpResponse:
    """Record what a service answered."""
    found = queries.to_answer(request.user, family, referred_id)
    if found is None:
        raise Http404
    referral, is_as_told = found
    form = AnswerForm(sent(request), steps=[(step, words) for step, (_guards, words) in STEPS.items()])

    def write(**told: Any) -> None:
        actions.answer_referral(family, referred_id, actions.Answer(**told), by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("The answer is recorded."))
        return redirect("directory:of_family", family.pk)
    about = {"family": family, "form": form, "row": referral, "is_as_told": is_as_told}
    return _kept(render(request, "directory/answer.html", about))


@sensitive_post_parameters()
@door(GET="service.refer", POST="service.refer")
def take_back(request: HttpRequest, family: Any, referred_id: UUID) -> HttpResponse:
    """Say that a service is no longer asked."""
    found = queries.referral_of(request.user, family, referred_id)
    if found is None:
        raise Http404
    form = TakeBackForm(sent(request))
    if form.is_valid() and attempt(form, actions.take_back_referral, family, referred_id, by=request.user):
        messages.success(request, _("It is taken back. It stays here as what was asked once."))
        return redirect("directory:of_family", family.pk)
    return _kept(render(request, "directory/take_back.html", {"family": family, "form": form, "row": found}))


@door(GET="service.refer", POST="service.refer")
def unmet(request: HttpRequest, family: Any, item_id: UUID | None = None) -> HttpResponse:
    """Record that nothing answers a need."""
    case, item = _open_case(family), _item(request, family, item_id)
    first = {"category": item.category, "person": str(item.person_id or "")} if item is not None else {}
    form = UnmetForm(sent(request), people=_people(family), initial=first)
    if form.is_valid() and attempt(form, actions.record_unmet, case, item=item, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("directory:of_family", family.pk)
    return _kept(render(request, "directory/unmet.html", {"family": family, "form": form, "item": item}))


@door(GET="service.refer", POST="service.refer")
def end_unmet(request: HttpRequest, family: Any, unmet_id: UUID) -> HttpResponse:
    """Say that a need is answered at last, or is one no longer."""
    found = queries.unmet_of(request.user, family, unmet_id)
    if found is None:
        raise Http404
    form = EndForm(sent(request))
    if form.is_valid() and attempt(form, actions.end_unmet, family, unmet_id, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("directory:of_family", family.pk)
    return _kept(render(request, "directory/end_unmet.html", {"family": family, "form": form, "row": found}))


def _open_case(family: Any) -> Any:
    found = case_of(family)
    if found is None:
        raise Http404
    return found


def _item(request: HttpRequest, family: Any, item_id: UUID | None) -> Any:
    if item_id is None:
        return None
    found = queries.item_of(request.user, family, item_id)
    if found is None:
        raise Http404
    return found


def _people(family: Any) -> list[Any]:
    return [member.person for member in members_now(family)]


def _kept(response: HttpResponse) -> HttpResponse:
    """What lies in a browser's store can be read by whoever sits there next."""
    response["Cache-Control"] = "no-store, private"
    return response

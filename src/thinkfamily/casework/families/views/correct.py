"""Putting right who is in a family, and which people are one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.families.actions.corrections import person_known_to, put_in, say_same, take_out
from thinkfamily.casework.families.forms import PutInForm, SameForm, TakeOutForm
from thinkfamily.casework.families.queries.people import of_today, people
from thinkfamily.casework.pages.forms import sent

_WAITS = gettext_lazy(
    "Nothing is changed yet: who one of them is must be kept apart, or may have to be. Information governance will decide it."
)


@door(GET="family.correct", POST="family.correct")
def out(request: HttpRequest, family: Any, person_id: UUID) -> HttpResponse:
    """Say that somebody does not belong to this family."""
    here = [one for someone in of_today(people(family)) for one in (someone.person, *someone.also)]
    person = next((one for one in here if one.pk == person_id), None)
    if person is None:
        raise Http404
    form = TakeOutForm(sent(request))
    if form.is_valid() and attempt(form, take_out, family=family, person=person, by=request.user):
        messages.success(request, _("They are no longer shown as a member. The analysis will be told."))
        return redirect("families:people", family.pk)
    return render(request, "families/correct.html", {"form": form, "family": family, "person": person, "kind": "out"})


@door(GET="family.correct", POST="family.correct")
def into(request: HttpRequest, family: Any, person_id: UUID | None = None) -> HttpResponse:
    """Say that somebody belongs to this family: one who was taken out, or one found by search."""
    offered = [someone.person for someone in people(family) if someone.left]
    if person_id is not None:
        found = person_known_to(request.user, family, person_id)
        if found is None:
            raise Http404
        offered = [found]
    choices = [(str(person.pk), str(person)) for person in offered]
    form = PutInForm(sent(request), offered=choices, initial={"person_id": person_id} if person_id else None)
    waits: list[bool] = []

    def write(**told: Any) -> None:
        waits.append(put_in(family, by=request.user, **told).waits)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _WAITS if any(waits) else _("They are shown as a member. The analysis will be told."))
        return redirect("families:people", family.pk)
    about = {"form": form, "family": family, "kind": "in", "is_nobody_offered": not offered}
    return render(request, "families/correct.html", about)


@door(GET="family.correct", POST="family.correct")
def same(request: HttpRequest, family: Any) -> HttpResponse:
    """Say that two people are one, or are not."""
    everyone = [one for someone in people(family) for one in (someone.person, *someone.also)]
    form = SameForm(sent(request), people=everyone)

    waits: list[bool] = []

    def write(kind: str, **told: Any) -> None:
        waits.append(say_same(family, is_same=kind == "same", by=request.user, **told).waits)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _WAITS if any(waits) else _("It is recorded. The analysis will be told."))
        return redirect("families:people", family.pk)
    return render(request, "families/correct.html", {"form": form, "family": family, "kind": "same"})

"""Recording somebody who is in no record, and how two people of a family are tied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.actions.kin import Newcomer, change_tie, record_person, record_tie
from thinkfamily.casework.families.kin_forms import NewcomerForm, TieChangeForm, TieForm
from thinkfamily.casework.families.queries.kin import known_ties
from thinkfamily.casework.families.queries.people import people
from thinkfamily.casework.families.search import find
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET="family.correct", POST="family.correct")
def new_person(request: HttpRequest, family: Any) -> HttpResponse:
    """Record somebody: first look whether they are known, then say that they are none of those found.

    The page is the same whether nobody is found or only those of whom the worker may not know: the custodian of a restricted
    file is told of the search, as of any other.
    """
    form = NewcomerForm(sent(request))
    about: dict[str, Any] = {"form": form, "family": family}
    if form.is_valid():
        if not form.has_looked:
            return _show_who_is_known(request, family, form)

        def write(**_told: Any) -> None:
            record_person(family, Newcomer(**form.told()), by=request.user)

        if attempt(form, write):
            messages.success(request, _("They are recorded. Say how they are tied to the others."))
            return redirect("families:people", family.pk)
    return render(request, "families/new_person.html", about)


def _show_who_is_known(request: HttpRequest, family: Any, form: NewcomerForm) -> HttpResponse:
    """The form again, filled in, with everybody of that name of whom the worker may know."""
    question = form.question()
    found = find(standing_of(request.user), question) if question.name else None
    filled = request.POST.copy()
    filled["looked"] = form.seal
    filled.pop("is_none_of_them", None)
    again = NewcomerForm(filled)
    if form.was_shown and again.is_valid():
        again.add_error("is_none_of_them", _("Say that you have looked, and that they are none of these"))
    about = {"form": again, "family": family, "has_looked": True, "found": found}
    return render(request, "families/new_person.html", about)


@sensitive_post_parameters()
@door(GET="family.correct", POST="family.correct")
def new_tie(request: HttpRequest, family: Any) -> HttpResponse:
    """Record how two people are tied."""
    form = TieForm(sent(request), people=[one for each in people(family) for one in (each.person, *each.also)])

    def write(**told: Any) -> None:
        record_tie(family, **told, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("The tie is recorded."))
        return redirect("families:people", family.pk)
    return render(request, "families/tie.html", {"form": form, "family": family, "is_new": True})


@sensitive_post_parameters()
@door(GET="family.correct", POST="family.correct")
def change(request: HttpRequest, family: Any) -> HttpResponse:
    """Say what has changed of a tie."""
    ties = known_ties(family)
    form = TieChangeForm(sent(request), ties=ties)

    def write(tie_id: str, **told: Any) -> None:
        change_tie(family, tie_id, **told, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("What has changed of the tie is recorded."))
        return redirect("families:people", family.pk)
    return render(request, "families/tie.html", {"form": form, "family": family, "is_nothing_there": not ties})

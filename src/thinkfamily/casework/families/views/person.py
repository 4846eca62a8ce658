"""Putting right what is known of somebody on a file."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.families.actions.identifiers import record_identifier
from thinkfamily.casework.families.actions.person import change_person
from thinkfamily.casework.families.person_forms import IdentifierForm, PersonForm
from thinkfamily.casework.families.queries.person import identifiers, member_known, member_of_today
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET="family.correct", POST="family.correct")
def change(request: HttpRequest, family: Any, person_id: UUID) -> HttpResponse:
    """Change what is known of one member, and where they live."""
    member = member_known(family, person_id, request.user)
    if member is None:
        raise Http404
    basis = Basis(member, partial(member_of_today, family, person_id), PersonForm.there)
    form = PersonForm(sent(request), basis=basis)
    if form.is_valid() and attempt(form, change_person, family=family, person=member.person, by=request.user):
        messages.success(request, _("What is known of them is changed."))
        return redirect("families:people", family.pk)
    return _page(request, "families/person.html", family, member.person, form)


@sensitive_post_parameters()
@door(GET="family.correct", POST="family.correct")
def identifier(request: HttpRequest, family: Any, person_id: UUID) -> HttpResponse:
    """Record an identifier of one member, or take out a wrong one."""
    member = member_known(family, person_id, request.user)
    if member is None:
        raise Http404
    form = IdentifierForm(sent(request))
    if form.is_valid() and attempt(form, record_identifier, family=family, person=member.person, by=request.user):
        messages.success(request, _("The identifier is recorded."))
        return redirect("families:change_person", family.pk, person_id)
    return _page(request, "families/identifier.html", family, member.person, form)


def _page(request: HttpRequest, template: str, family: Any, person: Any, form: Any) -> HttpResponse:
    about = {"form": form, "family": family, "person": person, "identifiers": identifiers(family, person)}
    response = render(request, template, about)
    # What lies in a browser's store can be read by whoever sits there next.
    response["Cache-Control"] = "no-store, private"
    return response

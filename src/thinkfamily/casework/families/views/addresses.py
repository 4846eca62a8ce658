"""Recording where members live, and that they live there no longer."""

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
from thinkfamily.casework.families.actions.addresses import POWER, end_address, record_address
from thinkfamily.casework.families.address_forms import AddressEndForm, AddressForm
from thinkfamily.casework.families.queries import people
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET=POWER, POST=POWER)
def record_one(request: HttpRequest, family: Any) -> HttpResponse:
    """Record an ordinary address of members."""
    everyone = [someone.person for someone in people.of_today(people.people(family))]
    form = AddressForm(sent(request), people=everyone)

    def write(people: Any, **told: Any) -> None:
        record_address(family, list(people), **told, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("The address is recorded."))
        return redirect("families:addresses", family.pk)
    return _page(request, family, form, is_new=True)


@sensitive_post_parameters()
@door(GET=POWER, POST=POWER)
def end(request: HttpRequest, family: Any) -> HttpResponse:
    """Say that members live somewhere no longer."""
    shown = people.addresses(family, standing_of(request.user), is_of_team=True)
    held = [(str(someone.person), row) for someone, rows in shown for row in rows if row.until_on is None]
    form = AddressEndForm(sent(request), held=held)

    def write(addresses: Any, until_on: Any) -> None:
        end_address(family, list(addresses), until_on=until_on, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("It is recorded that they live there no longer."))
        return redirect("families:addresses", family.pk)
    return _page(request, family, form, is_nothing_there=not held)


def _page(request: HttpRequest, family: Any, form: Any, **about: Any) -> HttpResponse:
    response = render(request, "families/address.html", {"form": form, "family": family, **about})
    # What lies in a browser's store can be read by whoever sits there next.
    response["Cache-Control"] = "no-store, private"
    return response

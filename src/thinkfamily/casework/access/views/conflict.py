"""Being close to a family."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.actions import conflict as actions
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.forms.conflict import ConflictForm, RelativeForm
from thinkfamily.casework.access.queries import people
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET="signed_in", POST="signed_in")
def relatives(request: HttpRequest) -> HttpResponse:
    """A worker says whom they are close to. The answer is the same whether or not that person is known."""
    form = RelativeForm(sent(request))
    if form.is_valid() and attempt(form, actions.declare_relative, by=request.user):
        messages.success(request, _("Noted. Any file of theirs is kept from you from now on."))
        return redirect("access:relatives")
    return render(request, "access/relatives.html", {"form": form})


@door(GET="conflict.record", POST="conflict.record")
def record_conflict(request: HttpRequest, family: Any) -> HttpResponse:
    """A manager or information governance keeps a worker from a file."""
    form = ConflictForm(sent(request))
    if form.is_valid() and attempt(form, actions.record_conflict, by=request.user, family=family):
        messages.success(request, _("The worker is kept from this file from now on."))
        still = people.may(request.user, family, "family.find")
        return redirect("access:known", family.pk) if still else redirect("home")
    return render(request, "access/conflict.html", {"family": family, "form": form})

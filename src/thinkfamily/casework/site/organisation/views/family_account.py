"""An account for a member of a family: made by the manager of the team, from the family's file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.involvement import allocate
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.agencies import actions
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.pages.mail import can_mail
from thinkfamily.casework.site.organisation import forms
from thinkfamily.casework.site.organisation.queries import members_without_account
from thinkfamily.casework.site.organisation.views.accounts import NO_LINK
from thinkfamily.casework.site.organisation.views.form_page import done, show_form

OWN = "An account of their own"


@door(GET="case.allocate", POST="case.allocate")
def make(request: HttpRequest, family: Any) -> HttpResponse:
    """Make the account, give the role, and let it reach this one file: all three or none."""
    people = members_without_account(family)
    form = forms.FamilyAccountForm(sent(request), people=people)

    @transaction.atomic
    def action() -> None:
        said, by = form.cleaned_data, request.user
        until = said["account_until"]
        worker = actions.make_account(
            by=by,  # type: ignore[arg-type]
            email=said["email"],
            name=dict(people)[said["person_id"]],
            agency=None,
            account_until=until,
            person_id=said["person_id"],
        )
        # Why it is made is of the family's file, and is kept there: the role says of no family anything.
        since = {"from_on": timezone.localdate(), "until_on": until, "because": OWN}
        actions.give_role(worker, "family_member", by=by, **since)  # type: ignore[arg-type]
        try:
            allocate(by=by, family=family, worker=worker, role="family_member", because=said["because"], until_on=until)
        except NotPossibleError as error:
            if error.where == "because":
                raise ValidationError({"because": error.told}) from error
            raise PermissionDenied(error.told) from error
        if can_mail():
            actions.send_link(worker, by=by, address=request.build_absolute_uri("/"))  # type: ignore[arg-type]

    back = reverse("home")
    if request.method == "POST" and done(form, action):
        if can_mail():
            messages.success(request, _("The account was made, and its link sent."))
        else:
            messages.warning(request, format_lazy("{} {}", _("The account was made."), NO_LINK))
        return redirect("home")
    return show_form(request, form, _("Make an account for a family member"), _("Make the account"), back)

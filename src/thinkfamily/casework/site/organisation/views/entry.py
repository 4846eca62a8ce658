"""What somebody does before they are let in: the page that says what is missing, the rules, the first password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from thinkfamily.casework.access.door import door
from thinkfamily.casework.agencies import actions, queries
from thinkfamily.casework.agencies.invitations import read
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.site.entry import has_factor, is_let_in
from thinkfamily.casework.site.organisation import forms
from thinkfamily.casework.site.organisation.views.form_page import done


@door(GET="signed_in")
def entry(request: HttpRequest) -> HttpResponse:
    """What is missing before entering, and where to do it."""
    state = queries.entry_of(request.user)  # type: ignore[arg-type]
    if is_let_in(request, state):
        return redirect("home")
    about = {"entry": state, "has_factor": has_factor(request, state)}
    return render(request, "organisation/entry.html", about)


@door(GET="signed_in", POST="signed_in")
def rules(request: HttpRequest) -> HttpResponse:
    """Read the rules of conduct in force, and accept them."""
    current = queries.current_rules()
    form = forms.AcceptForm(sent(request))
    if request.method == "POST" and current is not None:

        def action() -> None:
            actions.accept_rules(current, by=request.user)  # type: ignore[arg-type]

        if done(form, action):
            messages.success(request, _("You have accepted the rules of conduct."))
            return redirect("entry")
    state = queries.entry_of(request.user)  # type: ignore[arg-type]
    about = {"rules": current, "form": form, "has_accepted": state.has_accepted, "is_at_work": state.is_at_work}
    return render(request, "organisation/accept.html", about)


@never_cache
@login_not_required
@door(GET="everyone", POST="everyone")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set a first password by a one-time link; what opens nothing any more looks the same, whatever it was."""
    if read(token) is None:
        return render(request, "organisation/invitation_over.html", status=404)
    form = forms.PasswordForm(sent(request))
    made: list[Any] = []

    def action() -> None:
        made.append(actions.set_first_password(token, form.cleaned_data["password"]))

    if request.method == "POST" and done(form, action):
        if made[0] is None:
            return render(request, "organisation/invitation_over.html", status=404)
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")
    return render(request, "organisation/invitation.html", {"form": form})

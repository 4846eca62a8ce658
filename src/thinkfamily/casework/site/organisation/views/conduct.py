"""The rules of conduct and their versions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from thinkfamily.casework.access.authority import holds
from thinkfamily.casework.access.door import door
from thinkfamily.casework.agencies import actions, queries
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.site.organisation import forms
from thinkfamily.casework.site.organisation.views.form_page import done, show_form


@door(GET="signed_in")
def conduct(request: HttpRequest) -> HttpResponse:
    """The rules in force, and every version there was."""
    rows = list(queries.rules_versions())
    current = queries.current_rules()
    about = {
        "rows": rows,
        "current": current,
        "names": queries.names({row.made_by for row in rows}),
        "writes": holds(request.user, "conduct.write"),
    }
    return render(request, "organisation/conduct.html", about)


@door(GET="conduct.write", POST="conduct.write")
def write(request: HttpRequest) -> HttpResponse:
    """Write the next version."""
    current = queries.current_rules()
    first = {"text": current.text} if current else {}
    form = forms.ConductForm(sent(request), initial=first)

    def action() -> None:
        actions.write_rules(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    if request.method == "POST" and done(form, action):
        messages.success(request, _("The new version was saved. Everybody accepts it before they next enter."))
        return redirect("organisation_conduct")
    title = _("Write the next version of the rules of conduct")
    return show_form(request, form, title, _("Save this version"), reverse("organisation_conduct"))

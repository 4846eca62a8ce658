"""The values that information governance sets for this site."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from thinkfamily.casework.access.authority import holds
from thinkfamily.casework.access.door import door
from thinkfamily.casework.agencies import actions, queries
from thinkfamily.casework.agencies.site_values import VALUES, value_of
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.site.organisation import forms
from thinkfamily.casework.site.organisation.views.form_page import done, show_form


@door(GET="signed_in")
def values(request: HttpRequest) -> HttpResponse:
    """Each value, its bounds, and how it was set."""
    rows = queries.values_set()
    names = queries.names({row.set_by for _declared, _now, every in rows for row in every})
    about = {"rows": rows, "names": names, "sets": holds(request.user, "value.set")}
    return render(request, "organisation/values.html", about)


@door(GET="value.set", POST="value.set")
def set_value(request: HttpRequest, code: str) -> HttpResponse:
    """Set one."""
    if code not in VALUES:
        raise Http404
    declared = VALUES[code]
    form = forms.ValueForm(sent(request), declared=declared, initial={"value": value_of(code)})

    def action() -> None:
        actions.set_value(code, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    if request.method == "POST" and done(form, action):
        messages.success(request, _("It is set."))
        return redirect("organisation_values")
    back = reverse("organisation_values")
    return show_form(request, form, declared.title, _("Set it"), back, lead=declared.says)

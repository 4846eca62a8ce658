"""Roles: what each is for and may do, readable by everybody; described and narrowed by information governance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from thinkfamily.casework.access import role_settings, role_words
from thinkfamily.casework.access.authority import holds
from thinkfamily.casework.access.door import door
from thinkfamily.casework.agencies import queries
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.site.organisation import forms
from thinkfamily.casework.site.organisation.views.form_page import done, show_form


@door(GET="signed_in")
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with its description."""
    return render(request, "organisation/roles.html", {"rows": role_settings.described()})


@door(GET="signed_in")
def role(request: HttpRequest, code: str) -> HttpResponse:
    """One role: what it is for, what it may do and through what, and how that was changed."""
    about = _one(code)
    edits = role_settings.edits(code)
    shown = {
        "role": about,
        "chapters": role_words.chapters(code, about.withdrawn),
        "edits": edits,
        "names": queries.names({edit.by for edit in edits}),
        "says": {held.power.code: held.power.says for held in role_words.held_by(code)},
        "describes": holds(request.user, "role.describe"),
    }
    return render(request, "organisation/role.html", shown)


@door(GET="role.describe", POST="role.describe")
def describe(request: HttpRequest, code: str) -> HttpResponse:
    """Describe a role, and withdraw powers from it."""
    about = _one(code)
    powers = [(held.power.code, held.power.says) for held in role_words.held_by(code)]
    kept = [power for power, _says in powers if power not in about.withdrawn]
    first = {"description": about.says, "kept": kept}
    form = forms.DescriptionForm(sent(request), initial=first, powers=powers)

    def action() -> None:
        said = form.cleaned_data
        withdrawn = {power for power, _says in powers} - set(said["kept"])
        role_settings.describe(
            code, by=request.user, description=said["description"], withdrawn=withdrawn, because=said["because"]
        )

    if request.method == "POST" and done(form, action):
        messages.success(request, _("The role was changed. It holds from the next page that anybody opens."))
        return redirect("organisation_role", code)
    title = _("Change the role “%(title)s”") % {"title": about.title}
    return show_form(request, form, title, _("Save"), reverse("organisation_role", args=[code]))


def _one(code: str) -> Any:
    try:
        return role_settings.one(code)
    except KeyError as error:
        raise Http404 from error

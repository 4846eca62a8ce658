"""Programs: who runs the site makes their accounts and registers addresses; who answers for one makes its keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from thinkfamily.casework.access.authority import holds
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.sent import recorded_before
from thinkfamily.casework.agencies.actions import programs as accounts
from thinkfamily.casework.pages.forms import PlainForm, sent
from thinkfamily.casework.site.organisation.views.form_page import done, show_form
from thinkfamily.casework.site.programs import actions, forms, queries


@door(GET="site.keep")
def programs(request: HttpRequest) -> HttpResponse:
    """All programs."""
    return render(request, "programs/list.html", {"rows": queries.programs(), "keeps": True})


@door(GET="signed_in")
def my_programs(request: HttpRequest) -> HttpResponse:
    """The programs for which the reader answers."""
    return render(request, "programs/list.html", {"rows": queries.programs(request.user), "keeps": False})


@door(GET="signed_in")
def program(request: HttpRequest, program_id: Any) -> HttpResponse:
    """One program: what it may do, its keys, and what it is told of. For who runs the site, and for who answers for it."""
    row = _program_or_404(request, program_id)
    about = {
        "program": row,
        "keeps": holds(request.user, "site.keep"),
        "answers": row.responsible_id == request.user.pk,
        **queries.shown(row),
    }
    return render(request, "programs/program.html", about)


@door(GET="site.keep", POST="site.keep")
def make(request: HttpRequest) -> HttpResponse:
    """Make a program's account."""
    form = forms.NewProgramForm(sent(request))
    made: list[Any] = []

    def action() -> None:
        made.append(accounts.make_program(by=request.user, **form.cleaned_data))  # type: ignore[arg-type]

    if request.method == "POST" and done(form, action):
        messages.success(request, _("The account was made. It has no key and no part in any case yet."))
        return redirect("program", made[0].pk if made else recorded_before())
    return show_form(request, form, _("Make the account of a program"), _("Make the account"), reverse("programs"))


@door(GET="site.keep", POST="site.keep")
def change(request: HttpRequest, program_id: Any) -> HttpResponse:
    """Say anew what it may do, from where, and who answers for it."""
    row = _program_or_404(request, program_id)
    there = {
        "what_for": row.what_for,
        "responsible": row.responsible.email,
        "operations": row.operations,
        "networks": "\n".join(row.networks),
    }
    form = forms.ProgramForm(sent(request), initial=there)

    def action() -> None:
        accounts.change_program(row, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    if request.method == "POST" and done(form, action):
        messages.success(request, _("It was saved."))
        return redirect("program", row.pk)
    return show_form(request, form, _("Change a program"), _("Save"), _page_of(row), worker=row.worker)


@door(GET="signed_in", POST="signed_in")
def make_key(request: HttpRequest, program_id: Any) -> HttpResponse:
    """Make a key, and show it this once."""
    row = _program_or_404(request, program_id)
    if row.responsible_id != request.user.pk:
        raise Http404
    form = forms.KeyForm(sent(request))
    made: list[str] = []

    def action() -> None:
        made.append(accounts.make_key(row, by=request.user, **form.cleaned_data)[1])  # type: ignore[arg-type]

    if request.method == "POST" and done(form, action):
        return _shown_once(request, row, _("The key"), made)
    return show_form(request, form, _("Make a key"), _("Make the key"), _page_of(row), worker=row.worker)


@door(GET="signed_in", POST="signed_in")
def revoke_key(request: HttpRequest, key_id: Any) -> HttpResponse:
    """End a key at once."""
    key = queries.key_for(request.user, key_id)
    if key is None:
        raise Http404
    form = forms.BecauseForm(sent(request))

    def action() -> None:
        accounts.revoke_key(key, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    if request.method == "POST" and done(form, action):
        messages.success(request, _("The key opens nothing from now on."))
        return redirect("program", key.program_id)
    title = _("Revoke a key")
    return show_form(request, form, title, title, _page_of(key.program), worker=key.program.worker)


@door(GET="site.keep", POST="site.keep")
def add_webhook(request: HttpRequest, program_id: Any) -> HttpResponse:
    """Register an address that is told of what is new, and show its secret this once."""
    row = _program_or_404(request, program_id)
    form = forms.WebhookForm(sent(request))
    made: list[str] = []

    def action() -> None:
        made.append(actions.add_webhook(row, by=request.user, **form.cleaned_data)[1])

    if request.method == "POST" and done(form, action):
        return _shown_once(request, row, _("The secret that signs its notices"), made)
    return show_form(
        request, form, _("Tell an address of what is new"), _("Register it"), _page_of(row), worker=row.worker
    )


@door(POST="site.keep")
def end_webhook(request: HttpRequest, webhook_id: Any) -> HttpResponse:
    """Tell an address nothing any more."""
    return _of_webhook(request, webhook_id, actions.end_webhook, _("It is told nothing any more."))


@door(POST="site.keep")
def send_again(request: HttpRequest, webhook_id: Any) -> HttpResponse:
    """Send again what was given up."""
    return _of_webhook(request, webhook_id, actions.send_again, _("What was given up is being sent again."))


def _of_webhook(request: HttpRequest, webhook_id: Any, action: Any, said: str) -> HttpResponse:
    row = queries.webhook(webhook_id)
    if row is None:
        raise Http404
    form = PlainForm({})
    if done(form, lambda: action(row, by=request.user)):
        messages.success(request, said)
        return redirect("program", row.program_id)
    return show_form(request, form, _("It cannot be done"), "", _page_of(row.program), worker=row.program.worker)


def _shown_once(request: HttpRequest, row: Any, title: str, made: list[str]) -> HttpResponse:
    """What was made, in full; sent a second time, its form shows nothing that is no longer known."""
    if not made:
        return redirect("program", row.pk)
    return render(request, "programs/shown_once.html", {"program": row, "title": title, "secret": made[0]})


def _program_or_404(request: HttpRequest, program_id: Any) -> Any:
    row = queries.program_for(request.user, program_id)
    if row is None:
        raise Http404
    return row


def _page_of(row: Any) -> str:
    return reverse("program", args=[row.pk])

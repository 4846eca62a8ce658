"""Accounts: the list, one account, making and ending it, and the link with which it begins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thinkfamily.casework.access.actions.custody import who_can_take
from thinkfamily.casework.access.authority import holds
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.queries.restrictions import kept_in_force
from thinkfamily.casework.access.sent import recorded_before
from thinkfamily.casework.agencies import actions, queries
from thinkfamily.casework.agencies.permissions import may_keep
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.pages.mail import can_mail
from thinkfamily.casework.site.organisation import forms
from thinkfamily.casework.site.organisation.views.form_page import account_or_404, done, page_of, show_form

NO_LINK = gettext_lazy(
    "No link was sent: this site sends no mail. Ask whoever runs the site for a one-time link (thinkfamily account --link), "
    "and hand it over yourself."
)


@door(GET="account.read", POST="account.read")
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts, by name; a search and its further pages are posted, so that no name stands in an address."""
    form = forms.SearchForm(sent(request))
    said = form.cleaned_data if request.method == "POST" and form.is_valid() else {}
    rows = queries.accounts(said.get("text", ""), said.get("role", ""), said.get("state", ""))
    page = page_of(rows, request.POST.get("page", 1))
    keeps = holds(request.user, "account.keep")
    about = {"form": form, "page": page, "keeps": keeps, "kept": list(said.items())}
    return render(request, "organisation/accounts.html", about)


@door(GET="account.read")
def account(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """One account: roles with their reasons, training, and what the reader may do with it."""
    worker = account_or_404(worker_id)
    appointments = list(worker.appointments.all())
    people = {one.given_by for one in appointments} | {one.ended_by for one in appointments} | {worker.made_by}
    keeps = holds(request.user, "account.keep") and may_keep(request.user, worker)
    about = {
        "worker": worker,
        "appointments": appointments,
        "names": queries.names(people),
        "keeps": keeps,
        "runs": holds(request.user, "site.keep"),
        "trains": holds(request.user, "account.keep") and worker.pk != request.user.pk,
        "gives": holds(request.user, "appointment.give") and worker.pk != request.user.pk,
    }
    return render(request, "organisation/account.html", about)


@door(GET="account.keep", POST="account.keep")
def make(request: HttpRequest) -> HttpResponse:
    """Make a worker's account and send its link."""
    form = forms.AccountForm(sent(request))
    made: list[Any] = []

    @transaction.atomic
    def action() -> None:
        worker = actions.make_account(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        if can_mail():
            actions.send_link(worker, by=request.user, address=request.build_absolute_uri("/"))  # type: ignore[arg-type]
        made.append(worker)

    if request.method == "POST" and done(form, action):
        if can_mail():
            messages.success(request, _("The account was made, and its link sent. It has no role yet."))
        else:
            messages.warning(request, format_lazy("{} {}", _("The account was made. It has no role yet."), NO_LINK))
        return redirect("organisation_account", made[0].pk if made else recorded_before())
    return show_form(request, form, _("Make an account"), _("Make the account"), reverse("organisation_accounts"))


@door(GET="account.keep", POST="account.keep")
def change(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """Put right a worker's name, job title and sign-in address."""
    worker = account_or_404(worker_id)
    there = {"name": worker.name, "email": worker.email, "job_title": worker.job_title}
    form = forms.DetailsForm(sent(request), initial=there)

    def action() -> None:
        actions.change_account(worker, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    return _for_account(request, worker, form, action, _("Change the account"), _("The account was changed."))


@door(GET="account.keep", POST="account.keep")
def end(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """Say when an account ends."""
    worker = account_or_404(worker_id)
    form = forms.EndForm(sent(request))

    def action() -> None:
        actions.end_account(worker, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    return _for_account(request, worker, form, action, _("Say when the account ends"), _("The end was saved."))


@door(GET="account.keep", POST="account.keep")
def retire(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """End an account now and for good."""
    worker = account_or_404(worker_id)
    keepers = who_can_take(worker, request.user) if kept_in_force(worker).exists() else None
    form = forms.RetireForm(sent(request), keepers=keepers)

    def action() -> None:
        actions.retire_account(worker, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    return _for_account(request, worker, form, action, _("Retire the account"), _("The account is retired."))


@door(GET="account.keep", POST="account.keep")
def forget_factor(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """Remove a lost second factor."""
    worker = account_or_404(worker_id)
    form = forms.BecauseForm(sent(request))
    form.fields["because"].label = _("How you know that it is they who ask")

    def action() -> None:
        actions.forget_factor(worker, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    done_text = _("The second factor is removed. They set up a new one when they next sign in.")
    return _for_account(request, worker, form, action, _("Remove a lost second factor"), done_text)


@door(POST="account.keep")
def send_link(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """Send a new sign-in link to the address of the account."""
    worker = account_or_404(worker_id)
    form = forms.PlainForm({})
    if not can_mail():
        back = reverse("organisation_account", args=[worker.pk])
        return show_form(request, form, _("No link was sent"), None, back, worker=worker, lead=NO_LINK)

    def action() -> None:
        actions.send_link(worker, by=request.user, address=request.build_absolute_uri("/"))  # type: ignore[arg-type]

    return _for_account(request, worker, form, action, _("Send a new sign-in link"), _("The link is on its way."))


@door(GET="account.keep", POST="account.keep")
def train(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """Record a training."""
    worker = account_or_404(worker_id)
    form = forms.TrainingForm(sent(request))

    def action() -> None:
        actions.record_training(worker, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    return _for_account(request, worker, form, action, _("Record a training"), _("The training was recorded."))


@door(GET="appointment.give", POST="appointment.give")
def give_role(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """Give a role."""
    worker = account_or_404(worker_id)
    form = forms.RoleForm(sent(request))

    def action() -> None:
        actions.give_role(worker, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

    return _for_account(request, worker, form, action, _("Give a role"), _("The role was given."))


@door(GET="appointment.give", POST="appointment.give")
def end_role(request: HttpRequest, worker_id: Any) -> HttpResponse:
    """End a role."""
    worker = account_or_404(worker_id)
    current = queries.current_appointments(worker)
    form = forms.EndRoleForm(sent(request), current=current)

    def action() -> None:
        said = form.cleaned_data
        actions.end_appointment(said["appointment"], by=request.user, on=said["on"], because=said["because"])  # type: ignore[arg-type]

    return _for_account(request, worker, form, action, _("End a role"), _("The end of the role was saved."))


def _for_account(request: HttpRequest, worker: Any, form: Any, action: Any, title: str, said: str) -> HttpResponse:
    """One form about one account."""
    if request.method == "POST" and done(form, action):
        messages.success(request, said)
        return redirect("organisation_account", worker.pk)
    return show_form(request, form, title, title, reverse("organisation_account", args=[worker.pk]), worker=worker)

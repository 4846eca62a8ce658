"""The directory: looking something up, keeping what it says, and the same as a file."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.sent import SentAlreadyError, recorded_before
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.directory import actions, csv_file
from thinkfamily.casework.directory.forms import BringForm, ConfirmForm, FileForm, LookForm, ServiceForm
from thinkfamily.casework.directory.queries import files
from thinkfamily.casework.directory.queries import services as queries
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.sharing.forms import attempt
from thinkfamily.core.errors import UserError


@door(GET="service.read")
def services(request: HttpRequest) -> HttpResponse:
    """What is offered in the area: all of it, or what answers a need, in a ward, for an age."""
    form = LookForm(request.GET or None, wards=queries.wards())
    asked = form.cleaned_data if form.is_valid() else {}
    found = [] if form.errors else queries.offered(**asked)
    may_keep = bool(standing_of(request.user).ways("service.keep"))
    return render(request, "directory/services.html", {"form": form, "rows": found, "may_keep": may_keep})


@door(GET="service.read")
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """All that is said of one service."""
    found = _one(service_id)
    is_kept = queries.kept_by(request.user, found)
    return render(request, "directory/service.html", {"service": found, "is_kept": is_kept})


@door(GET="service.keep", POST="service.keep")
def add(request: HttpRequest) -> HttpResponse:
    """Put a service into the directory."""
    first = {"needs_agreement": "yes", "answers_within_days": 10, "room": "unknown", "is_active": "yes"}
    form = ServiceForm(sent(request), wards=queries.wards(), agencies=queries.agencies_of(request.user), initial=first)

    def write(agency: Any, **told: Any) -> None:
        actions.add_service(agency, actions.Words(**ServiceForm.as_words(told)), by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("The service is in the directory."))
        return redirect("directory:services")
    return render(request, "directory/service_form.html", {"form": form})


@door(GET="service.keep", POST="service.keep")
def change(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Change what is said of a service."""
    found = _kept(request, service_id)
    basis = Basis(found, partial(_kept, request, service_id), ServiceForm.words_of)
    known = [*queries.wards(), *(ward for ward in found.wards if ward not in queries.wards())]
    form = ServiceForm(sent(request), wards=known, basis=basis)

    def write(based_on: Basis | None = None, **told: Any) -> None:
        words = actions.Words(**ServiceForm.as_words(told))
        actions.change_service(found, words, by=request.user, based_on=based_on)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Changed, and confirmed as of today."))
        return redirect("directory:service", found.pk)
    return render(request, "directory/service_form.html", {"form": form, "service": found})


@door(GET="service.keep", POST="service.keep")
def confirm(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Confirm what is said of a service, and say whether it has room."""
    found = _kept(request, service_id)
    form = ConfirmForm(sent(request), initial={"room": found.room, "waiting_weeks": found.waiting_weeks})
    if form.is_valid() and attempt(form, actions.confirm_service, found, by=request.user):
        messages.success(request, _("Confirmed as of today."))
        return redirect("directory:service", found.pk)
    return render(request, "directory/confirm.html", {"form": form, "service": found})


@door(GET="service.read")
def export(request: HttpRequest) -> HttpResponse:
    """The directory as a file, with what is offered no longer."""
    return _file(csv_file.written(queries.every()), "services.csv")


@door(GET="service.keep")
def template(request: HttpRequest) -> HttpResponse:
    """An empty file."""
    return _file(csv_file.template(), "services-template.csv")


@door(GET="service.keep", POST="service.keep")
def check(request: HttpRequest) -> HttpResponse:
    """Look at a file: a dry run."""
    form = FileForm(sent(request), request.FILES or None)
    try:
        if form.is_valid() and (made := _looked_at(form, request.user)):
            messages.success(request, _("The file was read. Nothing was brought in yet."))
            return redirect("directory:bring", made.pk)
    except SentAlreadyError:
        return redirect("directory:bring", recorded_before())
    return render(request, "directory/check.html", {"form": form, "columns": csv_file.COLUMNS.items()})


@door(GET="service.keep", POST="service.keep")
def bring(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What a file would do, and bringing it in."""
    found = files.file_of(request.user, file_id)
    if found is None:
        raise Http404
    form = BringForm(sent(request))
    if form.is_valid() and attempt(form, actions.bring_services, found.pk, by=request.user):
        messages.success(request, _("The services are in the directory."))
        return redirect("directory:services")
    problems = [(row, column, csv_file.WRONG[code], code) for row, column, code in found.problems]
    return render(request, "directory/bring.html", {"form": form, "file": found, "problems": problems})


def _one(service_id: UUID) -> Any:
    found = queries.service_of(service_id)
    if found is None:
        raise Http404
    return found


def _kept(request: HttpRequest, service_id: UUID) -> Any:
    found = _one(service_id)
    if not queries.kept_by(request.user, found):
        raise PermissionDenied(POWERS["service.keep"].says)
    return found


def _looked_at(form: FileForm, by: Any) -> Any:
    try:
        return actions.check_services(form.cleaned_data["file"].read(), by=by)
    except UserError as error:
        form.add_error("file", f"{error.found} {error.do}")
        return None


def _file(content: str, name: str) -> HttpResponse:
    # With its mark a spreadsheet reads it as UTF-8.
    response = HttpResponse(content.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response

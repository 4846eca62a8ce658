"""Lists over many families: the register, what awaits a decision, what is asked of one's own agency."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from thinkfamily.casework.access.door import door
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.sharing import queries
from thinkfamily.casework.sharing.forms import RegisterForm
from thinkfamily.casework.sharing.queries.register import COLUMNS

PAGE = 50


@door(GET="sharing.register")
def register(request: HttpRequest) -> HttpResponse:
    """Every decision to share and not to share, by page, with how many there are of each."""
    return _register(request, RegisterForm(request.GET or None))


def _register(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    rows = _narrowed(request, form)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    _looked(request, "sharing.register", page.object_list)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"form": form, "page": page, "counts": queries.counts(rows), "narrowed": kept.urlencode()}
    return render(request, "sharing/register.html", context)


@door(GET="sharing.register")
def register_csv(request: HttpRequest) -> HttpResponse:
    """The same register as a file: opaque ids, references, codes and days. No file where what it is narrowed to cannot be."""
    form = RegisterForm(request.GET or None)
    if form.errors:
        refused = _register(request, form)
        refused.status_code = 400
        return refused
    rows = list(_narrowed(request, form))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="register-of-sharing.csv"'
    response["Cache-Control"] = "no-store"
    lines = csv.writer(response)
    lines.writerow(COLUMNS)
    lines.writerows(queries.register_rows(rows))
    _looked(request, "sharing.export", rows)
    return response


@door(GET="sharing.read")
def asked(request: HttpRequest) -> HttpResponse:
    """Decisions about the information of one's own agency."""
    rows = queries.asked_of(request.user)
    _looked(request, "sharing.read", rows)
    return render(request, "sharing/asked.html", {"rows": rows, "agency": request.user.agency})  # type: ignore[union-attr]


@door(GET="sharing.decide")
def waiting(request: HttpRequest) -> HttpResponse:
    """Proposals of others that await this worker's decision."""
    rows = queries.awaiting(request.user)
    _looked(request, "sharing.decide", rows)
    return render(request, "sharing/waiting.html", {"rows": rows})


def _narrowed(request: HttpRequest, form: RegisterForm) -> Any:
    """The decisions that a form narrows to: all where nothing was asked, and none where it cannot be."""
    if form.errors:
        return queries.register(request.user, {}).none()
    return queries.register(request.user, form.cleaned_data if form.is_bound else {})


def _looked(request: HttpRequest, power: str, rows: Iterable[Any]) -> None:
    """Record a look at a list with the families on it."""
    seen = sorted({str(row.family_id) for row in rows})
    record(power, by=request.user, kind="sharing_decision", object="list", outcome="looked", others=seen)

"""Safe addresses of one family: recorded, named for, revealed, ended."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.queries.people import may
from thinkfamily.casework.access.views.attempts import do_or_say
from thinkfamily.casework.families import quarantine
from thinkfamily.casework.families import safe_address as kept
from thinkfamily.casework.families.safe_address_forms import ReadersForm, SafeAddressForm
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@door(GET="safe_address.read")
def safe_addresses(request: HttpRequest, family: Any) -> HttpResponse:
    """Those that the worker is named for or recorded: whose, and who may read; not the addresses."""
    rows = kept.listed(by=request.user, family=family)
    context = {
        "family": family,
        "rows": rows,
        "may_record": may(request.user, family, "safe_address.record"),
        "quarantined": quarantine.quarantined(by=request.user, family=family),
    }
    return _unkept(render(request, "families/safe_addresses.html", context))


@sensitive_post_parameters()
@door(GET="safe_address.record", POST="safe_address.record")
def record_one(request: HttpRequest, family: Any) -> HttpResponse:
    """Record a safe address."""
    form = SafeAddressForm(sent(request), family=family)
    if form.is_valid() and attempt(form, kept.record_one, by=request.user, family=family):
        messages.success(request, _("The safe address is recorded. Those named can read it, and nobody else."))
        return redirect("families:safe_addresses", family.pk)
    return _unkept(render(request, "families/safe_address_record.html", {"family": family, "form": form}))


@door(GET="safe_address.record", POST="safe_address.record")
def readers(request: HttpRequest, family: Any, address_id: UUID) -> HttpResponse:
    """Say anew who may read a safe address."""
    row = kept.one(by=request.user, family=family, pk=address_id)
    if row is None:
        raise Http404
    again = partial(kept.one, by=request.user, family=family, pk=address_id)
    basis = Basis(row, again, lambda now: {"named": now.named.all() if now is not None else []})
    form = ReadersForm(sent(request), family=family, basis=basis)
    if form.is_valid() and attempt(form, kept.name_readers, by=request.user, family=family, address=row):
        messages.success(request, _("Who may read this safe address is changed."))
        return redirect("families:safe_addresses", family.pk)
    return _unkept(render(request, "families/safe_address_readers.html", {"family": family, "form": form, "row": row}))


@door(POST="safe_address.record")
def end(request: HttpRequest, family: Any, address_id: UUID) -> HttpResponse:
    """End a safe address and remove its text."""
    row = kept.one(by=request.user, family=family, pk=address_id)
    if row is None:
        raise Http404
    if do_or_say(request, kept.end, family_id=family.pk, family=family, address=row):
        messages.success(request, _("The safe address has ended, and its text is removed."))
    return redirect("families:safe_addresses", family.pk)


@door(POST="safe_address.read")
def reveal(request: HttpRequest, family: Any, address_id: UUID) -> HttpResponse:
    """Show one safe address, once, to a worker named for it."""
    text = kept.reveal(by=request.user, family=family, pk=address_id)
    if text is None:
        raise Http404
    return _unkept(render(request, "families/safe_address_shown.html", {"family": family, "text": text}))


@door(POST="safe_address.read")
def reveal_written(request: HttpRequest, family: Any, written_id: UUID) -> HttpResponse:
    """Show once what was written and would tell a safe address, to a worker who may know it."""
    text = quarantine.reveal(by=request.user, family=family, item=written_id)
    if text is None:
        raise Http404
    return _unkept(render(request, "families/quarantined_shown.html", {"family": family, "text": text}))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response

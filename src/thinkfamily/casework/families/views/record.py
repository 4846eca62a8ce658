"""Recording on a file, and deciding who sees what is recorded."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.actions.summary import write_summary
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.families.forms import StatementForm, SummaryForm, VisibilityForm
from thinkfamily.casework.families.queries.items import READ_ON, one_item
from thinkfamily.casework.families.queries.people import people
from thinkfamily.casework.families.queries.powers import powers_on
from thinkfamily.casework.families.queries.understanding import who_may_confide
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET="family.summarise", POST="family.summarise")
def summary(request: HttpRequest, family: Any) -> HttpResponse:
    """Write the one-page summary."""
    opened_at = family.summary_at.isoformat() if family.summary_at else ""
    form = SummaryForm(sent(request), initial={"text": family.summary})

    def write(text: str) -> None:
        write_summary(family, text, by=request.user, opened_at=parse_datetime(request.POST.get("opened_at", "")))

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("The summary is saved."))
        return redirect("families:page", family.pk)
    return render(request, "families/summary.html", {"form": form, "family": family, "opened_at": opened_at})


@sensitive_post_parameters()
@door(GET="family.record", POST="family.record")
def record_one(request: HttpRequest, family: Any, kind: str = "", item_id: UUID | None = None) -> HttpResponse:
    """Record a statement: about the family, or about one item of its file."""
    standing = standing_of(request.user)
    item = _item(request, family, kind, item_id) if item_id else None
    everyone = [someone.person for someone in people(family)]
    form = StatementForm(
        sent(request),
        people=everyone,
        may_hide=bool(powers_on(standing, family, "family.hide")),
        is_about_item=item is not None,
        confiding=who_may_confide(family),
        initial={"person": item.person_id, "category": item.category} if item is not None else None,
    )

    def write(**told: Any) -> None:
        record_statement(family, Said(**told, on_item=(kind, item_id) if item_id else None), by=request.user)

    if form.is_valid() and attempt(form, write):
        _say_recorded(request, family, form.cleaned_data["category"])
        return redirect("families:statements", family.pk)
    return render(request, "families/record.html", {"form": form, "family": family, "item": item})


@sensitive_post_parameters()
@door(GET="family.record", POST="family.record")
def correct_one(request: HttpRequest, family: Any, item_id: UUID) -> HttpResponse:
    """Correct a statement: what is right is added beside it, and nothing is overwritten."""
    standing = standing_of(request.user)
    item = _item(request, family, "statement", item_id)
    first = {"kind": item.kind, "text": item.text, "source": item.source, "person": item.person_id}
    first |= {"category": item.category, "outcome": item.outcome, "from_on": item.from_on}
    form = StatementForm(
        sent(request),
        people=[someone.person for someone in people(family)],
        may_hide=bool(powers_on(standing, family, "family.hide")),
        is_about_item=False,
        confiding=who_may_confide(family),
        initial=first,
    )

    def write(**told: Any) -> None:
        record_statement(family, Said(**told, corrects=item_id), by=request.user)

    if form.is_valid() and attempt(form, write):
        _say_recorded(request, family, form.cleaned_data["category"])
        return redirect("families:statements", family.pk)
    return render(
        request, "families/record.html", {"form": form, "family": family, "item": item, "is_correction": True}
    )


@door(GET="family.hide", POST="family.hide")
def visibility(request: HttpRequest, family: Any, kind: str, item_id: UUID) -> HttpResponse:
    """Decide who sees one item, and go back to where it is read."""
    back = reverse(READ_ON.get(kind, "families:page"), args=[family.pk])
    item = _item(request, family, kind, item_id)
    everyone = [someone.person for someone in people(family)]
    basis = Basis(
        item,
        partial(_item, request, family, kind, item_id),
        lambda now: {"audience": now.audience, "hidden_from": now.hidden_from.all()},
    )
    form = VisibilityForm(sent(request), people=everyone, basis=basis)

    def write(**told: Any) -> None:
        set_visibility(family, kind, item_id, **told, by=request.user)

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Who may see it is changed."))
        return redirect(back)
    about = {"form": form, "family": family, "item": item, "kind": kind, "back": back}
    return render(request, "families/visibility.html", about)


def _item(request: HttpRequest, family: Any, kind: str, item_id: Any) -> Any:
    standing = standing_of(request.user)
    item = one_item(sight(standing, family), kind, item_id)
    if item is None or (kind == "costband" and not powers_on(standing, family, "family.cost")):
        raise Http404
    return item


def _say_recorded(request: HttpRequest, family: Any, category: str) -> None:
    opens = powers_on(standing_of(request.user), family, "family.domestic_abuse")
    if category == "domestic_abuse" and not opens:
        messages.success(request, _("It is recorded, in a compartment that is not open to you."))
    else:
        messages.success(request, _("It is recorded."))

"""Who can see what, and why: by worker, by family, by item. The pages name files by reference and show none of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.fields import rules
from thinkfamily.casework.access.powers import in_words
from thinkfamily.casework.access.queries import who_sees, who_sees_items
from thinkfamily.casework.agencies import queries as agencies
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.pages.forms import PlainForm, sent

PAGE = 25


class LookForm(PlainForm):
    """Whom or what to look for; posted, so that no name stands in an address."""

    text = forms.CharField(label=_("A worker’s name or email address, or a family’s reference"), max_length=100)


@door(GET="who_sees.read", POST="who_sees.read")
def index(request: HttpRequest) -> HttpResponse:
    """Find a worker or a family."""
    form = LookForm(sent(request))
    about: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        about |= {"workers": agencies.accounts(text)[:PAGE], "families": who_sees.families_called(request.user, text)}
    return render(request, "access/who_sees.html", {**about, "rules": rules()})


@door(GET="who_sees.read")
def worker(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """Each file one worker reaches, and why."""
    who = agencies.account(worker_id)
    if who is None:
        raise Http404
    page = Paginator(who_sees.reached_by(who, request.user), PAGE).get_page(request.GET.get("page"))
    page.object_list = [_told(reach) for reach in who_sees.explained(who, page.object_list)]
    record("who_sees.read", by=request.user, kind="worker", object=who.pk, outcome="looked")
    about = {"worker": who, "page": page, "alone": who_sees.by_role_alone(who)}
    return render(request, "access/who_sees_worker.html", about)


@door(GET="who_sees.read")
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Everybody who reaches one family's file, and who is kept away."""
    family = _family(request, file_id)
    page = Paginator([_told(reach) for reach in who_sees.reaching(family)], PAGE).get_page(request.GET.get("page"))
    items = who_sees_items.items_of(family)
    about = {
        "family": family,
        "page": page,
        "kept_away": who_sees.kept_away(family),
        "restrictions": who_sees.restrictions(family),
        "items": items,
        "parts": who_sees_items.file_parts(family, items),
    }
    _looked(request, family, "family", family.pk)
    return render(request, "access/who_sees_file.html", about)


@door(GET="who_sees.read")
def item(request: HttpRequest, file_id: UUID, item_id: UUID) -> HttpResponse:
    """Everybody who reaches the file, before one item of it."""
    family = _family(request, file_id)
    found = who_sees_items.item_of(family, item_id)
    if found is None:
        raise Http404
    page = Paginator(who_sees_items.before(found, family), PAGE).get_page(request.GET.get("page"))
    _looked(request, family, "item", found.pk)
    about = {"family": family, "item": found, "page": page, "parts": who_sees_items.parts_of(found)}
    return render(request, "access/who_sees_item.html", about)


def _family(request: HttpRequest, file_id: UUID) -> Any:
    family = who_sees.family_for(request.user, file_id)
    if family is None:
        record("who_sees.read", by=request.user, kind="family", object=file_id, family=file_id, outcome="refused")
        raise Http404
    return family


def _looked(request: HttpRequest, family: Any, kind: str, key: UUID) -> None:
    record("who_sees.read", by=request.user, kind=kind, object=key, family=family.pk, outcome="looked")


def _told(reach: who_sees.Reach) -> dict[str, Any]:
    """One reach as the page shows it."""
    ways = [f"{ROLES[role].title}: {in_words(how)}" for role, how in reach.ways]
    return {"reach": reach, "ways": ways, "is_read": bool(reach.reads)}

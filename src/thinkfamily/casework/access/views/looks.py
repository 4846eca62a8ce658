"""Who has looked: at a family's file, at one's own doing, at anything by its id; and what was unusual."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.actions import home_street as actions
from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.looks import AuditSearchForm, HomeStreetForm
from thinkfamily.casework.access.queries import looks, unusual_rows
from thinkfamily.casework.access.queries.people import may
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.pages.forms import sent

PERIODS = (7, 28)


@door(GET="family.history")
def at_family(request: HttpRequest, family: Any) -> HttpResponse:
    """Everybody who looked at a file, changed it or was refused."""
    page = looks.at_family(family, request.GET.get("page"))
    about = {"family": family, "page": page, "may_see_told": may(request.user, family, "family.shared_view")}
    return render(request, "access/looks_at_family.html", about)


@door(GET="family.shared_view")
def shared_with_family(request: HttpRequest, family: Any) -> HttpResponse:
    """What a member of the family is told of who has looked."""
    page = looks.shown_to_family(family, request.user.person_id, request.GET.get("page"))  # type: ignore[union-attr]
    return render(request, "access/looks_shared.html", {"family": family, "page": page})


@door(GET="signed_in")
def own(request: HttpRequest) -> HttpResponse:
    """What the audit holds of the worker's own doing."""
    page = looks.by_worker(request.user, request.GET.get("page"))
    return render(request, "access/looks_own.html", {"page": page})


@door(GET="audit.read")
def search(request: HttpRequest) -> HttpResponse:
    """Events that an opaque id names; the search is itself recorded."""
    form = AuditSearchForm(request.GET or None)
    shown: dict[str, Any] = {"form": form}
    if form.is_valid():
        wanted, store = form.cleaned_data["id"], form.cleaned_data["store"]
        named = wanted if looks.is_opaque(wanted, store) else ""
        record("audit.read", by=request.user, kind="audit", object=named, outcome="looked")
        page = looks.about(wanted, store, request.user, request.GET.get("page"))
        shown |= {"page": page, "query": f"id={wanted}&store={store}&"}
    return render(request, "access/looks_search.html", shown)


@door(GET="access.unusual")
def unusual(request: HttpRequest) -> HttpResponse:
    """Unusual access by the workers one answers for."""
    days = 28 if request.GET.get("days") == "28" else 7
    rows = unusual_rows.for_reader(request.user, days=days)
    page = Paginator(rows, looks.A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "days": days, "periods": PERIODS, "query": f"days={days}&"}
    return render(request, "access/looks_unusual.html", shown)


@sensitive_post_parameters()
@door(GET="signed_in", POST="signed_in")
def home_street(request: HttpRequest) -> HttpResponse:
    """A worker says which street they live in, or takes it back."""
    if request.method == "POST" and "forget" in request.POST:
        actions.forget_home_street(by=request.user)
        messages.success(request, _("Your street is forgotten."))
        return redirect("access:home_street")
    form = HomeStreetForm(sent(request))
    if form.is_valid():
        if actions.declare_home_street(by=request.user, **form.cleaned_data):
            messages.success(request, _("Noted."))
            return redirect("access:home_street")
        form.add_error("street", _("Give the name of the street."))
    is_declared = unusual_rows.has_home_street(request.user)
    return render(request, "access/home_street.html", {"form": form, "is_declared": is_declared})

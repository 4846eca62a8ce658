"""The pages of one family's file that are read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.fields import BORN, shows
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.site_values import CONFIDING_AGE, value_of
from thinkfamily.casework.families.ecomap import draw_ecomap
from thinkfamily.casework.families.forms import TimelineForm
from thinkfamily.casework.families.genogram import draw, sentences
from thinkfamily.casework.families.queries import items, people, sharing
from thinkfamily.casework.families.queries.around import around
from thinkfamily.casework.families.queries.before_after import changed_on
from thinkfamily.casework.families.queries.coverage import reach
from thinkfamily.casework.families.queries.guests import guests
from thinkfamily.casework.families.queries.kin import known_ties
from thinkfamily.casework.families.queries.page import family_page, head
from thinkfamily.casework.families.queries.person import changes
from thinkfamily.casework.families.queries.timeline import Filter, narrowing, timeline
from thinkfamily.casework.families.queries.understanding import GROWN_UP


@door(GET="family.read")
def overview(request: HttpRequest, family: Any) -> HttpResponse:
    """The family page: two minutes to understand a family."""
    page = family_page(standing_of(request.user), family)
    return _page(request, "overview", {"page": page, "head": page.head, "family": family})


@door(GET="family.read")
def show_timeline(request: HttpRequest, family: Any) -> HttpResponse:
    """What agencies recorded, on one line of time."""
    standing = standing_of(request.user)
    top = head(standing, family)
    seen = top.sight
    form = TimelineForm(request.GET or None, narrowing=narrowing(seen))
    asked = form.cleaned_data if form.is_valid() else {}
    number = request.GET.get("page", "1")
    line = timeline(seen, Filter(**asked), int(number) if number.isdecimal() and len(number) < 6 else 1)
    shared = sharing.received(standing, family)
    sharing.tell_basis((event for _, events in line.months for event in events), shared, seen.agency_id)
    kept = urlencode({name: value for name, value in request.GET.items() if name != "page" and value})
    about = {"form": form, "line": line, "kept": kept, "is_narrowed": any(asked.values()), "reach": reach(family, seen)}
    return _page(request, "timeline", {**about, "head": top, "family": family})


@door(GET="family.read")
def genogram(request: HttpRequest, family: Any) -> HttpResponse:
    """Who is who, drawn and told."""
    everyone = people.people(family)
    figures, ties = people.figures(everyone), people.ties(family, everyone)
    title = _("Genogram of family %(reference)s") % {"reference": family.reference}
    says = ngettext(
        "%(count)d person. The same facts stand below as a list of sentences.",
        "%(count)d people and their ties. The same facts stand below as a list of sentences.",
        len(figures),
    ) % {"count": len(figures)}
    # Built by an XML writer from escaped text.
    drawing = mark_safe(draw(figures, ties, title=title, says=says))  # noqa: S308
    about = {"drawing": drawing, "sentences": sentences(figures, ties)}
    return _page(request, "genogram", {**about, "head": head(standing_of(request.user), family), "family": family})


@door(GET="family.read")
def ecomap(request: HttpRequest, family: Any) -> HttpResponse:
    """The agencies around the family, drawn and in a table."""
    top = head(standing_of(request.user), family)
    seen = top.sight
    rows = around(items.services(seen), top.team, _("The team itself"))
    drawing = draw_ecomap(
        [(row.name, _what(row), len(row.open), row.is_active) for row in rows],
        middle=family.reference,
        title=_("Ecomap of family %(reference)s") % {"reference": family.reference},
        says=_("The agencies around the family. The same facts stand in the table below."),
    )
    about = {"drawing": mark_safe(drawing), "rows": rows, "held_back": items.held_back(seen)}  # noqa: S308
    return _page(request, "ecomap", {**about, "head": top, "family": family})


@door(GET="family.read")
def show_people(request: HttpRequest, family: Any) -> HttpResponse:
    """Everybody who is or was in the family, and how that is known."""
    standing = standing_of(request.user)
    top = head(standing, family)
    everyone = people.people(family, standing if top.is_of_team else None)
    if top.is_of_team:
        apart = guests(family, standing, [someone.person.pk for someone in everyone])
        for someone in everyone:
            someone.is_guest = someone.person.pk in apart
    least = value_of(CONFIDING_AGE) if "family.confide" in top.may else None
    for someone in everyone:
        someone.may_be_judged = least is not None and least <= (someone.age or 0) < GROWN_UP
    about = {
        "shows_born": shows(standing, family, BORN),
        "people": people.of_today(everyone),
        "left": [someone for someone in everyone if someone.left],
        # What is said of a tie can tell of abuse: it is for the team. The genogram shows everybody who is whose.
        "ties": known_ties(family) if top.is_of_team else [],
        "corrections": people.corrections(family) if top.is_of_team else [],
        "changes": changes(family) if top.is_of_team else [],
    }
    return _page(request, "people", {**about, "head": top, "family": family})


@door(GET="family.read")
def show_addresses(request: HttpRequest, family: Any) -> HttpResponse:
    """Open addresses of members. Safe addresses have a page and a list of readers of their own."""
    standing = standing_of(request.user)
    top = head(standing, family)
    rows = people.addresses(family, standing, is_of_team=top.is_of_team)
    return _page(request, "addresses", {"rows": rows, "head": top, "family": family})


@door(GET="family.read")
def show_statements(request: HttpRequest, family: Any) -> HttpResponse:
    """Everything recorded by hand that this reader may see."""
    standing = standing_of(request.user)
    top = head(standing, family)
    recorded = items.statements(top.sight)
    sharing.tell_basis(recorded, sharing.received(standing, family), top.sight.agency_id)
    # A correction, or what was said of an item, stands beside that; where the reader may not see it, by itself.
    first = items.standing_alone(recorded)
    return _page(request, "statements", {"statements": first, "head": top, "family": family})


@door(GET="family.history")
def show_changed(request: HttpRequest, family: Any) -> HttpResponse:
    """What was changed of the file and its people, before and after."""
    standing = standing_of(request.user)
    page = changed_on(family, request.GET.get("page"), standing, shows_born=shows(standing, family, BORN))
    response = render(request, "families/before_after.html", {"family": family, "page": page})
    response["Cache-Control"] = "no-store, private"
    return response


def _what(row: Any) -> str:
    parts = []
    if row.open:
        parts.append(ngettext("%(n)d service open", "%(n)d services open", len(row.open)) % {"n": len(row.open)})
    if row.ended:
        parts.append(ngettext("%(n)d ended", "%(n)d ended", len(row.ended)) % {"n": len(row.ended)})
    if row.workers:
        parts.append(_("on the team"))
    return ", ".join(parts)


def _page(request: HttpRequest, tab: str, about: dict[str, Any]) -> HttpResponse:
    response = render(request, f"families/{tab}.html", {**about, "tab": tab})
    # What lies in a browser's store can be read by whoever sits there next.
    response["Cache-Control"] = "no-store, private"
    return response

"""Families that a search found, and other requests that look like this one, for a person to judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from thinkfamily.casework.access.queries.people import whom_to_ask
from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.referrals.permissions import visible

# More look alike by a frequent name than anybody can judge.
MOST = 20


@dataclass(frozen=True)
class Known:
    """One family that a search found: its reference, who of it was met (name and year of birth), and whom to ask."""

    family: Family
    people: list[str]
    ask: list[tuple[str, str, str]]


def known_families(standing: Standing, referral: Referral) -> list[Known]:
    """One row per family found for a request, of those that this reader may know of today: five queries whatever was found."""
    if not standing.holds("family.find"):
        return []
    met: dict[str, set[str]] = {}
    for search in referral.searches.all():
        for hit in search.hits:
            met.setdefault(hit["family"], set()).update(hit["people"])
    rows = list(families(standing, "family.find").filter(pk__in=sorted(met)).order_by("reference")[:MOST])
    shown = {one for row in rows for one in met[str(row.pk)]}
    people = {str(one.pk): one for one in Person.objects.filter(pk__in=sorted(shown))}
    asked = whom_to_ask(standing, rows)
    return [
        Known(row, sorted(_said(people[one]) for one in met[str(row.pk)] if one in people), asked[row.pk])
        for row in rows
    ]


def like(standing: Standing, referral: Referral) -> list[Referral]:
    """One row per other request about somebody of the same name, or about the same family, the newest first."""
    marks = [one.name_fingerprint for one in referral.people.all() if one.name_fingerprint]
    same = Q(people__name_fingerprint__in=marks)
    same |= Q(people__fingerprint__in=[one.fingerprint for one in referral.people.all() if one.fingerprint])
    if referral.family_id:
        same |= Q(family=referral.family_id)
    rows = visible(standing).filter(same).exclude(pk=referral.pk).distinct().order_by("-made_at")
    return list(rows.select_related("agency").prefetch_related("people")[:MOST])


def _said(person: Any) -> str:
    born = person.date_of_birth
    return _("%(person)s, born %(year)d") % {"person": person, "year": born.year} if born else str(person)

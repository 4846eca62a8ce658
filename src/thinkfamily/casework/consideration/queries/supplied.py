"""What a case update brought, by family and agency: for opening its sharing."""

from __future__ import annotations

from collections import defaultdict

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.families.models import CostBand, Event, Family, Need, Service

_KINDS = (Need, Service, CostBand, Event)


def families_of(packet_id: str) -> list[Family]:
    """One row per family that a packet was the last to bring up to date."""
    return list(Family.objects.filter(supply__packet_id=packet_id).order_by("pk"))


def agencies_of(family: Family) -> list[tuple[Agency, list[str]]]:
    """One row per agency that supplied items of a family, with the categories of these."""
    found: dict[object, set[str]] = defaultdict(set)
    for kind in _KINDS:
        rows = kind.objects.filter(family=family, supply__isnull=False, agency__isnull=False)
        for agency, category in rows.order_by().values_list("agency", "category").distinct():
            found[agency].add(category)
    agencies = Agency.objects.filter(pk__in=list(found)).order_by("code")
    return [(agency, sorted(found[agency.pk])) for agency in agencies]

"""What needs of many families one worker may see, by category: for lists, in as many queries however many families."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from thinkfamily.casework.access import granted, scope
from thinkfamily.casework.access.models import Grant, Quarantined
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.families.models import Need


def needs_seen(standing: Standing, families: Collection[Any]) -> dict[Any, set[str]]:
    """For each of some families, the categories in which it has a need that a worker may see: four queries.

    Args:
        standing: a lead or a manager, who reads each of the families as one of its team.
        families: their ids.
    """
    readable = scope.families(standing, "family.domestic_abuse").filter(pk__in=families)
    opens = set(readable.values_list("pk", flat=True))
    grants: dict[Any, list[Grant]] = defaultdict(list)
    if standing.worker.agency_id is not None:
        held = Grant.objects.filter(within(standing.today), to_agency=standing.worker.agency_id, family__in=families)
        for grant in held.select_related("from_agency"):
            grants[grant.family_id].append(grant)
    apart = Quarantined.objects.exclude(author=standing.worker.pk)
    rows = Need.objects.filter(family__in=families, answer="yes", closed_on__isnull=True)
    rows = rows.exclude(pk__in=apart.values("item"))
    if standing.worker.person_id:
        rows = rows.exclude(hidden_from=standing.worker.person_id)
    found: dict[Any, set[str]] = defaultdict(set)
    sights: dict[Any, scope.Sight] = {}
    for need in rows.only("family_id", "agency_id", "category", "audience", "person_id"):
        family = need.family_id
        if family not in sights:
            sights[family] = scope.sight_as(standing, family, scope.TEAM_ROLES, family in opens, grants[family])
        if _shows(sights[family], need):
            found[family].add(need.category)
    return found


def _shows(seen: scope.Sight, need: Need) -> bool:
    """What `Sight.of` asks of the database, of one row that is read already; quarantine and whom it is hidden from aside."""
    agency, category = need.agency_id, need.category
    if need.audience not in seen.audiences or (category == "domestic_abuse" and not seen.opens_compartment):
        return False
    if agency == seen.agency_id or (agency is None and seen.sees_the_teams):
        return True
    return granted.opens(seen.granted, need.pk, agency=agency, category=category, person=need.person_id)

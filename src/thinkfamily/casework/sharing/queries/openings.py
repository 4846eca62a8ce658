"""Who may see what now, as a result of the sharing decisions in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.access.scope import relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.sharing.permissions import is_partner_only
from thinkfamily.casework.sharing.queries.naming import with_people


@dataclass(frozen=True)
class Open:
    """What one agency may see of what another supplied, until its last day, by one decision."""

    to_agency: str
    from_agency: str
    categories: tuple[str, ...]
    until_on: date | None
    decision_id: UUID
    people: list[str]
    people_names: list[str]
    items: list[str]


def open_now(by: Any, family: Any) -> list[Open]:
    """One row per grant in force on one family's file; partners see those of their own agency, either way."""
    titles = {code: str(title) for code, title in CATEGORIES}
    rows = Grant.objects.filter(within(timezone.localdate()), family=family).select_related("from_agency", "to_agency")
    if is_partner_only(relationships(standing_of(by), family, "sharing.read")):
        rows = rows.filter(from_agency=by.agency_id) | rows.filter(to_agency=by.agency_id)
    found = with_people(list(rows.order_by("to_agency__name", "from_agency__name", "from_on", "pk")))
    return [
        Open(
            grant.to_agency.name,
            grant.from_agency.name,
            tuple(titles[code] for code in grant.categories),
            grant.until_on,
            grant.decision_id,
            grant.people,
            grant.people_names,
            grant.items,
        )
        for grant in found
    ]

"""Who works with a family."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.agencies.roles import LEADS, ROLES

# Family members have accounts too; auditors and readers on request are not of the team.
NOT_OF_THE_TEAM = ("family_member", "audit", "governance")


def team_around(family: Any) -> list[Involvement]:
    """One row per worker involved with a family today, its leads first."""
    rows = Involvement.objects.filter(within(timezone.localdate()), family=family).exclude(role__in=NOT_OF_THE_TEAM)
    found = list(rows.select_related("worker__agency").order_by("from_on", "given_at"))
    for row in found:
        row.title = ROLES[row.role].title  # type: ignore[attr-defined]
        row.is_lead = row.role in LEADS  # type: ignore[attr-defined]
    return sorted(found, key=lambda row: not row.is_lead)  # type: ignore[attr-defined]

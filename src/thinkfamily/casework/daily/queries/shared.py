"""What a partner professional starts the day with: the families they have a part with, and what is asked of them there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.daily.queries.changes import Changed, changed_for
from thinkfamily.casework.meetings.queries.today import Today
from thinkfamily.casework.meetings.queries.today import due_for as meetings_due
from thinkfamily.casework.plans.queries.own import Due
from thinkfamily.casework.plans.queries.own import due_for as plan_due


@dataclass(frozen=True)
class SharedCases:
    """What is asked of one partner professional.

    Attributes:
        today: the day.
        parts: their parts, the first to end first, each family with its ``leads``.
        plan: what is asked of them under plans.
        meetings: what meetings ask of them.
        since: since when the changes are told.
        changed: what changed of what they may see of these families.
    """

    today: date
    parts: list[Involvement]
    plan: Due
    meetings: Today
    since: datetime
    changed: list[Changed]


def shared_with(worker: Any) -> SharedCases:
    """What is asked of one partner professional: as many queries, however many families."""
    standing, today = standing_of(worker), timezone.localdate()
    readable = scope.families(standing, "family.read").values("pk")
    rows = Involvement.objects.filter(within(today), worker=worker.pk, role="partner", family__in=readable)
    parts = list(rows.select_related("family").order_by("until_on"))
    leads: dict[Any, list[Involvement]] = {}
    found = Involvement.objects.filter(leading(today), family__in=[part.family_id for part in parts]).select_related(
        "worker"
    )
    for lead in found:
        leads.setdefault(lead.family_id, []).append(lead)
    for part in parts:
        part.leads = leads.get(part.family_id, [])  # type: ignore[attr-defined]
    since, changed = changed_for(worker, "partner")
    return SharedCases(today, parts, plan_due(worker, today), meetings_due(worker, today), since, changed)

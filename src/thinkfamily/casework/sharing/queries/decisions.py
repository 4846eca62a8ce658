"""Sharing decisions as one worker may see them. A partner sees those about their own agency's information only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from thinkfamily.casework.access.scope import families, relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.sharing.machine import PROPOSED
from thinkfamily.casework.sharing.models import SharingDecision, UrgentEnquiry
from thinkfamily.casework.sharing.permissions import is_partner_only
from thinkfamily.casework.sharing.queries.keeping import workers_named
from thinkfamily.casework.sharing.queries.naming import with_people

READ = "sharing.read"


def visible(by: Any) -> QuerySet[SharingDecision]:
    """One row per sharing decision that a worker may read: where they are no partner, all of the family's."""
    standing = standing_of(by)
    team = replace(standing, teams={role: teams for role, teams in standing.teams.items() if role != "partner"})
    reached = Q(family__in=families(team, READ).order_by().values("pk"))
    if "partner" in standing.roles:
        reached |= Q(family__in=families(standing, READ).order_by().values("pk"), from_agency=by.agency_id)
    rows = SharingDecision.objects.filter(reached)
    return rows.select_related("family", "from_agency", "to_agency", "agreement", "enquiry")


def decisions_about(by: Any, family: Any) -> list[SharingDecision]:
    """One row per sharing decision about one family that a worker may read, newest first, with who did what."""
    return _with_names(list(visible(by).filter(family=family)))


def decision_for(by: Any, family: Any, decision_id: Any) -> SharingDecision | None:
    """One sharing decision about one family; None when it is not there or not theirs to read."""
    found = _with_names(list(visible(by).filter(family=family, pk=decision_id)))
    return found[0] if found else None


def asked_of(by: Any) -> list[SharingDecision]:
    """One row per sharing decision about the information of the worker's own agency, newest first."""
    return _with_names(list(visible(by).filter(from_agency=by.agency_id)))


def awaiting(by: Any) -> list[SharingDecision]:
    """One row per proposal that a worker may decide, being another's, oldest first."""
    mine = families(standing_of(by), "sharing.decide").order_by().values("pk")
    rows = SharingDecision.objects.filter(family__in=mine, state=PROPOSED).exclude(proposed_by=by.pk)
    return _with_names(list(rows.select_related("family", "from_agency", "to_agency").order_by("proposed_at")))


def history_of(decision: SharingDecision) -> list[Any]:
    """One row per state that one decision has been in, oldest first."""
    return list(decision.history.order_by("history_date", "history_id"))


def enquiries_about(by: Any, family: Any) -> list[UrgentEnquiry]:
    """One row per signed decision to make urgent enquiries about one family; none for partner professionals."""
    if is_partner_only(relationships(standing_of(by), family, READ)):
        return []
    return list(UrgentEnquiry.objects.filter(family=family).select_related("decided_by"))


def may(by: Any, family: Any, power: str) -> bool:
    """Whether a page should offer an action; the action asks again."""
    return bool(relationships(standing_of(by), family, power))


def sees_all(by: Any, family: Any) -> bool:
    """Whether a worker reads all of what is shared about one family, and not only their own agency's part."""
    ways = relationships(standing_of(by), family, READ)
    return bool(ways) and not is_partner_only(ways)


def _with_names(rows: list[SharingDecision]) -> list[SharingDecision]:
    """Mark each row with the names of the workers who acted on it, and of members it names: two queries."""
    names = workers_named(
        who
        for row in rows
        for who in (row.proposed_by, row.decided_by, row.reviewed_by, row.ended_by)
        if who is not None
    )
    for row in rows:
        marks: Any = row
        marks.proposer = names.get(row.proposed_by, "")
        marks.decider = names.get(row.decided_by, "")
        marks.reviewer = names.get(row.reviewed_by, "")
        marks.ender = names.get(row.ended_by, "")
    return with_people(rows)

"""Who is involved with a family, who could be, and whom a searcher may be told to ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Grant, Involvement, InvolvementProposal
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.access.scope import TEAM_ROLES, family_with, relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Agency, Worker, within
from thinkfamily.casework.agencies.roles import LEADS, ROLES


def may(worker: Any, family: Any, power: str) -> bool:
    """Whether a worker holds a power on a family: for showing or leaving out a link. Doors and actions ask again."""
    found = family_with(standing_of(worker), family.pk, power)
    return found is not None and bool(found.may)


def involvements(family: Any) -> list[Involvement]:
    """One row per part that somebody has or had in a family's case, those of today first."""
    rows = Involvement.objects.filter(family=family).select_related("worker__agency")
    return sorted(rows, key=lambda row: (not is_today(row), row.from_on))


def who_lead(family: Any) -> set[Any]:
    """Ids of the parts as a lead that count today: see `access.leading`."""
    return set(Involvement.objects.filter(leading(timezone.localdate()), family=family).values_list("pk", flat=True))


def is_of_team(worker: Any, family: Any) -> bool:
    """Whether a worker reads a file as one of the team, and not only as a partner professional."""
    return any(role in TEAM_ROLES for role, _ in relationships(standing_of(worker), family, "family.read"))


def is_told_to_partner(row: Involvement, partner: Any) -> bool:
    """Whether a partner professional is told of a part: leads of today, and their own agency's.

    That another agency has somebody at work with a family is itself something told.
    """
    own = row.worker.agency_id is not None and row.worker.agency_id == partner.agency_id
    return own or (row.role in LEADS and is_today(row))


def involvement(family: Any, pk: UUID) -> Involvement | None:
    """One part in this family's case."""
    return Involvement.objects.filter(family=family, pk=pk).first()


def is_today(row: Involvement) -> bool:
    """Whether a part is held today."""
    today = timezone.localdate()
    return row.from_on <= today and (row.until_on is None or row.until_on > today)


def drawn_for(worker: Any) -> QuerySet[Involvement]:
    """One row per file drawn for an auditor and still theirs to read."""
    today = timezone.localdate()
    return Involvement.objects.filter(within(today), worker=worker, role="audit").select_related("family")


def proposals(family: Any) -> QuerySet[InvolvementProposal]:
    """One row per proposal that nobody decided yet."""
    return InvolvementProposal.objects.filter(family=family, is_accepted__isnull=True).select_related("worker__agency")


def proposal(family: Any, pk: UUID) -> InvolvementProposal | None:
    """One proposal for this family."""
    return InvolvementProposal.objects.filter(family=family, pk=pk).first()


def could_be(role: str) -> QuerySet[Worker]:
    """Workers who hold a role today."""
    return holding_role(role).select_related("agency")


def workers_with(addresses: Iterable[str]) -> QuerySet[Worker]:
    """Active workers by their email addresses."""
    return Worker.objects.filter(email__in=[address.lower() for address in addresses], is_active=True)


def worker_names(ids: Iterable[Any]) -> dict[Any, str]:
    """Names of workers by id."""
    return dict(Worker.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def whom_to_ask(standing: Any, families: Iterable[Any]) -> dict[UUID, list[tuple[str, str, str]]]:
    """For each family, whom a searcher is told to ask: name, part and agency with how to reach it. Three queries.

    Leads are always told. Of other professionals only those of the searcher's own agency, or of one that shares with it
    on this very family: that an agency works with somebody is itself something told.
    """
    rows = list(families)
    today = timezone.localdate()
    own = standing.worker.agency_id
    granted = set(
        Grant.objects.filter(within(today), family__in=rows, to_agency=own).values_list("family_id", "from_agency_id")
    )
    home = Agency.objects.filter(is_home=True).first()
    told: dict[UUID, list[tuple[str, str, str]]] = {row.pk: [] for row in rows}
    parts = Involvement.objects.filter(leading(today) | Q(within(today), role="partner"), family__in=rows)
    for part in parts.select_related("worker__agency").order_by("role", "worker__name"):
        agency = part.worker.agency
        is_open = part.role in LEADS or agency is None or agency.pk == own or (part.family_id, agency.pk) in granted
        if is_open:
            told[part.family_id].append((part.worker.name, str(ROLES[part.role].title), reach(agency)))
    for asked in told.values():
        if not asked:
            asked.append(("", "", reach(home)))
    return told


def reach(agency: Agency | None) -> str:
    """An agency's name and how to reach it."""
    if agency is None:
        return ""
    return f"{agency.name}: {agency.ask}" if agency.ask else agency.name

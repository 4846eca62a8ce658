"""Lawful bases, sharing agreements, agencies, and the names of workers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from thinkfamily.casework.access.scope import relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.sharing.models import LawfulBasis, SharingAgreement, UrgentEnquiry
from thinkfamily.casework.sharing.permissions import is_partner_only


def workers_named(ids: Iterable[Any]) -> dict[UUID | None, str]:
    """Names of workers by id, in one query."""
    return dict(Worker.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def bases_of(by: Any, family: Any) -> list[LawfulBasis]:
    """One row per lawful basis on which one family's file was or is kept; none for partner professionals."""
    ways = relationships(standing_of(by), family, "sharing.read")
    if not ways or is_partner_only(ways):
        return []
    rows = list(family.lawful_bases.all())
    names = workers_named(who for row in rows for who in (row.recorded_by, row.ended_by) if who)
    for row in rows:
        row.recorder, row.ender = names.get(row.recorded_by, ""), names.get(row.ended_by, "")
    return rows


def basis_for(by: Any, family: Any, basis_id: Any) -> LawfulBasis | None:
    """One lawful basis of one family; None when it is not there or not theirs to read."""
    return next((basis for basis in bases_of(by, family) if basis.pk == basis_id), None)


def fresh_enquiries(family: Any) -> QuerySet[UrgentEnquiry]:
    """One row per signed decision on urgent enquiries on whose strength sharing can still be approved."""
    fresh = [each.pk for each in UrgentEnquiry.objects.filter(family=family) if each.is_fresh]
    return UrgentEnquiry.objects.filter(pk__in=fresh).select_related("decided_by")


def agencies() -> QuerySet[Agency]:
    """One row per active agency."""
    return Agency.objects.filter(is_active=True)


def agencies_to_propose(by: Any, family: Any) -> tuple[QuerySet[Agency], QuerySet[Agency]]:
    """The agencies between which a worker can propose to share about one family: who discloses, who receives."""
    if is_partner_only(relationships(standing_of(by), family, "sharing.propose")):
        return agencies().filter(pk=by.agency_id), agencies().filter(is_home=True)
    return agencies(), agencies()


def agreements() -> list[SharingAgreement]:
    """One row per sharing agreement between agencies, those in force first, with who keeps it."""
    rows = list(SharingAgreement.objects.select_related("from_agency", "to_agency"))
    names = workers_named(row.kept_by for row in rows)
    for row in rows:
        marks: Any = row
        marks.keeper = names.get(row.kept_by, "")
    return sorted(rows, key=lambda row: (not row.is_in_date, row.reference))


def agreements_in_date() -> QuerySet[SharingAgreement]:
    """One row per sharing agreement in force today."""
    today = timezone.localdate()
    in_date = SharingAgreement.objects.filter(from_on__lte=today, expires_on__gt=today)
    return in_date.select_related("from_agency", "to_agency")


def one_agreement(agreement_id: Any) -> SharingAgreement | None:
    """One sharing agreement by its id."""
    return SharingAgreement.objects.select_related("from_agency", "to_agency").filter(pk=agreement_id).first()

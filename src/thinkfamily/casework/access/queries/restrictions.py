"""Restrictions as their custodians see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from thinkfamily.casework.access.models import Restriction, Sighting
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.agencies.models import Worker


def kept_by(worker: Any) -> list[Restriction]:
    """One row per restriction in force that a worker keeps, with whether its review is overdue and who looked."""
    rows = list(kept_in_force(worker).select_related("family").prefetch_related("named"))
    names = dict(
        Worker.objects.values_list("pk", "name").filter(
            pk__in=Sighting.objects.filter(restriction__in=rows).values("worker")
        )
    )
    seen: dict[UUID, list[dict[str, Any]]] = {}
    for sighting in Sighting.objects.filter(restriction__in=rows):
        seen.setdefault(sighting.restriction_id, []).append(
            {"who": names.get(sighting.worker, ""), "at": sighting.at, "way": sighting.get_way_display()}
        )
    for row in rows:
        row.is_overdue = row.review_by_on <= timezone.localdate()  # type: ignore[attr-defined]
        row.looks = seen.get(row.pk, [])  # type: ignore[attr-defined]
    return rows


def kept_in_force(worker: Any) -> QuerySet[Restriction]:
    """One row per restriction in force that a worker keeps."""
    return Restriction.objects.filter(custodian=worker, lifted_at__isnull=True)


def one_kept(worker: Any, family: Any, pk: UUID) -> Restriction | None:
    """One restriction in force on this family, if this worker keeps it."""
    return Restriction.objects.filter(pk=pk, family=family, custodian=worker, lifted_at__isnull=True).first()


def in_force(family: Any) -> QuerySet[Restriction]:
    """One row per restriction in force on a family."""
    return Restriction.objects.filter(family=family, lifted_at__isnull=True).select_related("custodian")


def custodians() -> QuerySet[Worker]:
    """Workers who can keep a restriction: managers and information governance."""
    return Worker.objects.filter(pk__in=holding_role("manager").values("pk")) | Worker.objects.filter(
        pk__in=holding_role("governance").values("pk")
    )


def categories() -> list[tuple[str, str]]:
    """The categories of restriction."""
    return [(code, str(title)) for code, title in Restriction.CATEGORIES]

"""Who must be told of something about one file."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.models import Conflict, Restriction
from thinkfamily.casework.agencies.models import Appointment, Worker, within


def holding_role(role: str) -> QuerySet[Worker]:
    """Workers whose account is in date and who hold a role today."""
    today = timezone.localdate()
    held = Appointment.objects.filter(within(today), role=role).values("worker")
    in_date = Q(account_until__isnull=True) | Q(account_until__gt=today)
    return Worker.objects.filter(in_date, pk__in=held, is_active=True)


def managers_of(family: Any) -> QuerySet[Worker]:
    """Managers of the team whose file it is, or of the whole area, whom nothing keeps from it."""
    today = timezone.localdate()
    held = Appointment.objects.filter(
        within(today), Q(team=family.team_id) | Q(team__isnull=True), role="manager"
    ).values("worker")
    return holding_role("manager").filter(pk__in=held).exclude(pk__in=kept_from(family))


def governance_of(family: Any) -> QuerySet[Worker]:
    """Information governance, without those kept from this file."""
    return holding_role("governance").exclude(pk__in=kept_from(family))


def kept_from(family: Any) -> QuerySet[Worker]:
    """Workers whom a conflict or a restriction keeps from one file."""
    in_force = Restriction.objects.filter(family=family, lifted_at__isnull=True)
    conflicted = Q(pk__in=Conflict.objects.filter(family=family).values("worker"))
    unnamed = Q()
    for restriction in in_force:
        unnamed |= ~Q(pk=restriction.custodian_id) & ~Q(pk__in=restriction.named.values("pk"))
    return Worker.objects.filter(conflicted | unnamed if unnamed else conflicted)

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


def who_can_ask(by: Any, family: Any) -> QuerySet[Worker]:
    """Who can ask somebody why they keep what they restricted themselves: others of information governance.

    Where there is nobody, managers of the whole area and matching leads. Who is close to the family is never told.
    """
    close = Conflict.objects.filter(family=family).values("worker")
    others = holding_role("governance").exclude(pk=by.pk).exclude(pk__in=close)
    if others.exists():
        return others
    today = timezone.localdate()
    of_the_area = Appointment.objects.filter(within(today), role="manager", team__isnull=True).values("worker")
    leading = holding_role("matching_lead").values("pk")
    rest = Worker.objects.filter(
        Q(pk__in=holding_role("manager").filter(pk__in=of_the_area).values("pk")) | Q(pk__in=leading)
    )
    return rest.exclude(pk=by.pk).exclude(pk__in=close)


def kept_from(family: Any) -> QuerySet[Worker]:
    """Workers whom a conflict or a restriction keeps from one file."""
    in_force = Restriction.objects.filter(family=family, lifted_at__isnull=True)
    conflicted = Q(pk__in=Conflict.objects.filter(family=family).values("worker"))
    unnamed = Q()
    for restriction in in_force:
        unnamed |= ~Q(pk=restriction.custodian_id) & ~Q(pk__in=restriction.named.values("pk"))
    return Worker.objects.filter(conflicted | unnamed if unnamed else conflicted)

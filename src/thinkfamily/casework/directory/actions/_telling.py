"""Telling an agency that a family was referred to one of its services, and that it is asked no longer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Involvement, Notice, Restriction
from thinkfamily.casework.access.queries.recipients import holding_role, kept_from
from thinkfamily.casework.agencies.models import Worker, within
from thinkfamily.casework.directory.models import ServiceReferral
from thinkfamily.casework.plans.permissions import worker_could_see


def tell_of(row: ServiceReferral, by: Any) -> None:
    """Tell another agency of a referral to its service of which it is told. Those of the programme's own agency see it on the file.

    Whoever of it works with the family, and may read the referral, is led to it. Where there is nobody, those who keep the
    agency's services hear which service was asked and whom to ring, and nothing of whom: not even that of a restricted file.
    """
    if row.how != ServiceReferral.WE or row.service.agency.is_home:
        return
    family, agency = row.family, row.service.agency
    involved = Involvement.objects.filter(within(timezone.localdate()), family=family).values("worker")
    in_date = Worker.objects.filter(pk__in=involved, agency=agency, is_active=True).exclude(pk=by.pk)
    readers = [
        worker
        for worker in in_date.exclude(pk__in=kept_from(family).values("pk")).select_related("agency").order_by("pk")
        if worker.is_in_date and worker_could_see(worker, family, category=row.category, audience=row.audience)
    ]
    if readers:
        tell("service_asked", row.pk, readers, family=family.pk)
    elif not Restriction.objects.filter(family=family, lifted_at__isnull=True).exists():
        keepers = holding_role("service_keeper").filter(agency=agency).exclude(pk=by.pk)
        tell("service_asked", row.pk, keepers.exclude(pk__in=kept_from(family).values("pk")))


def tell_of_taking_back(row: ServiceReferral, by: Any) -> None:
    """Tell those who were told of a referral that the service is asked no longer."""
    told = dict(Notice.objects.filter(kind="service_asked", about=row.pk).values_list("to", "family_id"))
    away = kept_from(row.family).filter(pk__in=told).values_list("pk", flat=True)
    workers = Worker.objects.filter(pk__in=told, is_active=True).exclude(pk=by.pk).exclude(pk__in=list(away))
    for worker in workers.order_by("pk"):
        tell("service_back", row.pk, [worker], family=told[worker.pk])

"""Parts in cases that outlived the role in which they were held: they do not come back with the role."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.audit.record import record


@transaction.atomic
def role_given(sender: Any, instance: Any, created: bool = False, raw: bool = False, **about: Any) -> None:
    """Receiver: a role was given. Where it was not held until then, parts left over from before do not come back with it."""
    if raw or not created:
        return
    held = Appointment.objects.filter(worker=instance.worker_id, role=instance.role, from_on__lte=instance.from_on)
    still = Q(until_on__isnull=True) | Q(until_on__gt=instance.from_on)
    until = Q(until_on__isnull=True) | Q(until_on__gte=instance.from_on)
    today = timezone.localdate()
    if held.filter(until).exclude(pk=instance.pk).exists():
        return
    rows = Involvement.objects.select_for_update().filter(still, worker=instance.worker_id, role=instance.role)
    for row in rows.filter(from_on__lt=instance.from_on):
        row.until_on = max(today, row.from_on)
        row.save(update_fields=["until_on"])
        record(
            "case.end_involvement",
            by=None,
            kind="involvement",
            object=row.pk,
            family=row.family_id,
            others=[row.worker_id],
            fields=["until_on"],
        )

"""A worker's home street: declared if they like, kept as a fingerprint, taken back at any time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.models import HomeStreet
from thinkfamily.casework.access.streets import street_fingerprint
from thinkfamily.casework.audit.record import record


@transaction.atomic
def declare_home_street(*, by: Any, street: str, postcode: str) -> bool:
    """Keep the fingerprint of a worker's own street; whether one could be made."""
    made = street_fingerprint(street, postcode)
    if made is None:
        return False
    HomeStreet.objects.update_or_create(worker=by, defaults={"fingerprint": made, "declared_at": timezone.now()})
    record("home_street.declare", by=by, kind="worker", object=by.pk, fields=["fingerprint"])
    return True


@transaction.atomic
def forget_home_street(*, by: Any) -> None:
    """Remove what a worker declared."""
    HomeStreet.objects.filter(worker=by).delete()
    record("home_street.forget", by=by, kind="worker", object=by.pk, fields=["fingerprint"])

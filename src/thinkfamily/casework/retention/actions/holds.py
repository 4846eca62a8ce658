"""Placing and lifting legal holds. As long as one stands, nothing of the file goes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.heard import heard
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.retention.models import Hold
from thinkfamily.casework.retention.problems import held_already, lifted_already, no_reason, no_such_file


@transaction.atomic
def place(*, by: Any, reference: str, kind: str, because: str) -> Hold:
    """Place a legal hold on one file.

    Raises:
        NotAllowedError: it is not this worker's to do.
        RetentionError: no such file is open to them, such a hold stands, or nothing says why.
    """
    must_hold(by, "retention.keep")
    if not because.strip():
        raise no_reason("because")
    # Held, so that a round that is being signed at this moment either finds the hold or has ended.
    rows = Family.objects.select_for_update(of=("self",)).filter(pk__in=not_kept_from(standing_of(by)).values("pk"))
    family = rows.filter(reference__iexact=reference.strip()).first()
    if family is None:
        raise no_such_file()
    if family.holds.filter(kind=kind, lifted_at__isnull=True).exists():
        raise held_already()
    made = Hold.objects.create(family=family, kind=kind, placed_by=by.pk, **heard(by, family, because=because.strip()))
    record("retention.hold", by=by, kind="hold", object=made.pk, family=family.pk, fields=["because", "kind"])
    return made


@transaction.atomic
def lift(hold: Hold, *, by: Any, because: str) -> Hold:
    """Lift a legal hold.

    Raises:
        NotAllowedError: it is not this worker's to do.
        RetentionError: it was lifted already, or nothing says why.
    """
    must_hold(by, "retention.keep")
    if not because.strip():
        raise no_reason("because")
    row = Hold.objects.select_for_update(of=("self",)).select_related("family").get(pk=hold.pk)
    if row.lifted_at is not None:
        raise lifted_already()
    told = heard(by, row.family, because=because.strip())
    row.lifted_by, row.lifted_at, row.lifted_because = by.pk, timezone.now(), told["because"]
    row.save()
    record("retention.lift", by=by, kind="hold", object=row.pk, family=row.family_id, fields=["lifted_because"])
    return row

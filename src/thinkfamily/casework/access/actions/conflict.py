"""Who is close to whom: declared by workers for themselves, recorded by those who answer for a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from thinkfamily.casework.access.models import Conflict, RelativeDeclared
from thinkfamily.casework.access.permissions import must_hold, not_possible
from thinkfamily.casework.access.relatives import find_conflicts, report
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.secrets.fingerprints import person_fingerprint


@transaction.atomic
def declare_relative(*, by: Any, first_name: str, last_name: str, born: date, kind: str) -> None:
    """Take in that a worker is close to somebody. It returns nothing: whether that person is known is not theirs to learn.

    Raises:
        NotPossibleError: a name holds no letter.
    """
    found = person_fingerprint(first_name, last_name, born)
    if found is None:
        raise not_possible("TF-ACCESS-060", "name", "A name without letters was given.", "Give first and last name.")
    declared, _ = RelativeDeclared.objects.get_or_create(worker=by, fingerprint=found, defaults={"kind": kind})
    record("conflict.declare", by=by, kind="relative_declared", object=declared.pk, fields=["fingerprint", "kind"])
    find_conflicts(worker=by.pk)


@transaction.atomic
def record_conflict(*, by: Any, family: Any, worker: Worker, kind: str) -> Conflict:
    """Keep a worker from a file whatever else they hold; information governance is told.

    Raises:
        NotAllowedError: the file is not theirs to answer for.
    """
    must_hold(by, "conflict.record", family)
    conflict, is_new = Conflict.objects.get_or_create(
        family=family, worker=worker, defaults={"kind": kind, "recorded_by": by.pk}
    )
    if is_new:
        report(conflict, by=by)
    else:
        record("conflict.record", by=by, kind="conflict", object=conflict.pk, family=family.pk, others=[worker.pk])
    return conflict

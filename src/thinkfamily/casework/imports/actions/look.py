"""Look at a file: read all of it, and write nothing but how many rows would become what, and what is to be put right."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.imports.checking import plan_of
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.imports.reading import Read


@transaction.atomic
def check(read: Read, *, by: Any) -> Import:
    """Look at a file, as a dry run: no family, person or case is touched, and nothing of a row is kept.

    Raises:
        NotAllowedError: it is not this worker's to bring cases in.
    """
    must_hold(by, "import.bring")
    plan = plan_of(read, standing_of(by))
    made = Import.objects.create(sha256=plan.sha256, report=plan.report(), digest=plan.digest, checked_by=by.pk)
    record("import.check", by=by, kind="import", object=made.pk, fields=["report"])
    return made

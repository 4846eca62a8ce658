"""Sign, as a second person, that a file that was looked at may be brought."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.imports.machine import CHECKED, something_is_to_be_made
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.imports.problems import out_of_turn


@transaction.atomic
def sign(one: Import, *, by: Any) -> Import:
    """Answer, as a second person, for what a file would make.

    Raises:
        NotAllowedError: it is not this worker's to sign.
        ImportRefusedError: they looked at it themselves, it was signed, or nothing would be made.
    """
    must_hold(by, "import.sign")
    row = Import.objects.select_for_update().get(pk=one.pk)
    if row.state != CHECKED:
        raise out_of_turn("TF-IMPORT-002", _("Found that it was signed already."), _("Read it again."))
    if row.checked_by == by.pk:
        raise out_of_turn("TF-IMPORT-003", _("You looked at this file yourself."), _("Ask another person to sign it."))
    if not something_is_to_be_made(row):
        raise out_of_turn(
            "TF-IMPORT-004",
            _("Found no family that would be made."),
            _("Put right what the report says, and check again."),
        )
    row.signed_by, row.signed_at = by.pk, timezone.now()
    row.sign()
    row.save()
    record("import.sign", by=by, kind="import", object=row.pk, others=[row.checked_by], fields=["signed_by"])
    return row

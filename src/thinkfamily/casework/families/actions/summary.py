"""The one-page summary of a file: what somebody who has never met the family needs to know first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.families.problems import place_of_safety, written_meanwhile
from thinkfamily.casework.families.quarantine import heard


@transaction.atomic
def write_summary(family: Family, text: str, *, by: Any, opened_at: datetime | None) -> Family:
    """Write the summary; what it was stays in the history.

    Args:
        family: whose.
        text: the new summary.
        by: who writes.
        opened_at: when the summary that the writer had before them was written.

    Raises:
        NotAllowedError: the worker does not lead this family.
        FamilyError: somebody wrote another in the meantime, or it tells where somebody must not be found and they know that.
    """
    must_hold(by, "family.summarise", family)
    kept = Family.objects.select_for_update().get(pk=family.pk)
    if kept.summary_at != opened_at:
        raise written_meanwhile()
    kept.summary = heard(by, family, place_of_safety, text=text)["text"]
    kept.summary_by, kept.summary_at = by.pk, timezone.now()
    save(kept, by, update_fields=["summary", "summary_by", "summary_at"])
    record("family.summarise", by=by, kind="family", object=family.pk, family=family.pk, fields=["summary"])
    return kept

"""Putting before managers what is overdue to be archived. Nothing is archived by itself."""

from __future__ import annotations

from django.db import transaction

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.cases.queries.archiving import overdue_to_archive


@transaction.atomic
def raise_archive_due() -> None:
    """Put each case that is overdue to be archived before those who can, once for each time that it ended."""
    for one in overdue_to_archive():
        tell("archive_due", one.ended_by, managers_of(one.case.family))

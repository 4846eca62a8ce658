"""A file on paper leaves the building: each printing is recorded, with whose eyes it was made for."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family


def record_printing(family: Family, *, by: Any, power: str, reader: Any = None) -> None:
    """Record that a printed view was opened.

    Args:
        family: whose file.
        by: who opened it.
        power: through which power.
        reader: the member whose version it is, where it is one.
    """
    others = [reader.pk] if reader is not None else []
    record(power, by=by, kind="print", object=family.pk, family=family.pk, outcome="looked", others=others)

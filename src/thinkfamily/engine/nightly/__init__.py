"""Night after night: a run that begins from the one before keeps its ids, and says which it could not keep, and why."""

from __future__ import annotations

from thinkfamily.engine.nightly.changes import list_changes
from thinkfamily.engine.nightly.ids import FAMILY_COLUMNS, PERSON_COLUMNS, keep_ids

__all__ = ["FAMILY_COLUMNS", "PERSON_COLUMNS", "keep_ids", "list_changes"]

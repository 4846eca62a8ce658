"""Saving a record whose history names who acted, in a command as on a page."""

from __future__ import annotations

from typing import Any


def save(row: Any, by: Any, **how: Any) -> None:
    """Save a row that keeps its history, with who changed it.

    Args:
        row: which.
        by: who acts.
        how: what ``save`` takes, such as ``update_fields``.
    """
    row._history_user = by
    row.save(**how)

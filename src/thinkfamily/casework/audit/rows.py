"""Reads the audit's rows in the order of their keys, in the same memory however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_AT_ONCE = 2000


def rows(
    model: Any,
    columns: Sequence[str],
    using: str,
    *,
    after: int | None = None,
    upto: int | None = None,
    most: int | None = None,
) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
    """One row per event or seal: its key and the values of some columns; None where these cannot be read.

    Somebody who writes to the database's file can put anything into a column, and a row that breaks the reading of it must
    not hide itself or those after it.
    """
    left = most
    while left is None or left > 0:
        wanted = model._base_manager.using(using).order_by("pk")
        if after is not None:
            wanted = wanted.filter(pk__gt=after)
        if upto is not None:
            wanted = wanted.filter(pk__lte=upto)
        size = _AT_ONCE if left is None else min(left, _AT_ONCE)
        try:
            found = [(row[0], row[1:]) for row in wanted.values_list("pk", *columns)[:size]]
        except Exception:
            found = [(pk, _one(model, columns, using, pk)) for pk in wanted.values_list("pk", flat=True)[:size]]
        yield from found
        if len(found) < size:
            return
        after = found[-1][0]
        if left is not None:
            left -= len(found)


def _one(model: Any, columns: Sequence[str], using: str, pk: int) -> tuple[Any, ...] | None:
    try:
        return model._base_manager.using(using).values_list(*columns).get(pk=pk)
    except Exception:
        return None

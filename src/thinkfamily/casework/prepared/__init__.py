"""Queries whose SQL is worked out once: Django spends far longer on working out a large query than a database on answering it.

What is kept is SQL with places for values, never a value and never a row. A prepared query is a function that makes a
queryset from its arguments alone. Ids, days, moments and `Words` among them are places, filled at each call; all else (names of
roles and powers, flags, how many ids there are) shapes the SQL, which is worked out once for each shape. That nothing else
found its way in is checked whenever one is worked out: an id, a day or a moment that is no argument is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from thinkfamily.casework.prepared.asking import goes_as_it_is
from thinkfamily.casework.prepared.shapes import NotPreparableError, Words, shape_of
from thinkfamily.casework.prepared.together import union
from thinkfamily.casework.prepared.working_out import worked_out

__all__ = ["Asking", "NotPreparableError", "Prepared", "Words", "filled_up", "prepared", "rows_of", "together"]

# A query with what it is asked.
Asking = tuple["Prepared", tuple[Any, ...]]
# Of queries that are about to be asked, what each is asked and its rows, for whoever asks first.
Ahead = dict["Prepared", list[tuple[tuple[Any, ...], list[Any]]]]
_AHEAD: ContextVar[Ahead | None] = ContextVar("ahead", default=None)


class Prepared:
    """A query whose SQL is worked out once for each shape of its arguments.

    Args:
        build: makes the queryset. Its arguments are ids, days, moments, `Words`, names of ours, numbers, flags, None, and
            tuples of these.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        update_wrapper(self, build)

    def __call__(self, *given: Any) -> list[Any]:
        """Its rows."""
        known = _asked_ahead(self, given)
        if known is not None:
            return known
        values: list[Any] = []
        return worked_out(self.build, shape_of(given, values)).rows(values)

    def on(self, *given: Any) -> Asking:
        """It with what it is asked, for `together`."""
        return self, given


def prepared(build: Callable[..., QuerySet[Any]]) -> Prepared:
    """Make a function that builds a queryset one that answers with its rows, its SQL worked out once for each shape."""
    return Prepared(build)


@contextmanager
def together(*asked: Asking) -> Iterator[None]:
    """Ask several queries as one statement: each is answered from it, once, where it is asked within.

    What is asked already by one that is around it is answered from that.
    Nothing else changes: a query that was not told of here is asked when it is asked, and so is one that is asked again.
    Within, nothing that they read is written. Only PostgreSQL is asked so, and not while somebody watches queries: they are
    shown each.
    """
    token = _AHEAD.set(_asked_as_one(asked))
    try:
        yield
    finally:
        _AHEAD.reset(token)


def rows_of(*asked: Asking) -> list[list[Any]]:
    """The rows of several queries, asked as one statement."""
    with together(*asked):
        return [query(*given) for query, given in asked]


def filled_up(ids: Iterable[Any]) -> tuple[Any, ...]:
    """Some ids, the last repeated up to a power of two, so that few lengths make few shapes."""
    some = sorted(set(ids), key=str)
    return tuple(some + some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some))) if some else ()


def _asked_ahead(query: Prepared, given: tuple[Any, ...]) -> list[Any] | None:
    """The rows of a query that was told of, once; None where it was not."""
    known = (_AHEAD.get() or {}).get(query, [])
    for place, (asked, rows) in enumerate(known):
        if asked == given:
            del known[place]
            return rows
    return None


def _asked_as_one(asked: tuple[Asking, ...]) -> Ahead:
    ahead: Ahead = {}
    values: list[Any] = []
    left, parts = [], []
    known: dict[tuple[int, ...], tuple[Any, int]] = {}
    for query, given in asked:
        rows = _asked_ahead(query, given)
        if rows is not None:
            ahead.setdefault(query, []).append((given, rows))
            continue
        # Many queries of a page are asked the same: its values are handed over once.
        these = tuple(map(id, given))
        if these not in known:
            first = len(values)
            known[these] = shape_of(given, values), first
        left.append((query, given))
        parts.append((query.build, *known[these]))
    if not left:
        return ahead
    every = union(tuple(parts))
    if goes_as_it_is(connections[every.database]):
        for (query, given), rows in zip(left, every.rows(values), strict=True):
            ahead.setdefault(query, []).append((given, rows))
    return ahead

"""Queries whose SQL is worked out once: Django spends far longer on working out a large query than a database on answering it.

What is kept is SQL with places for values, never a value and never a row. A prepared query is a function that makes a
queryset from its arguments alone. Ids, days and moments among them are places, filled at each call; all else (names of
roles and powers, flags, how many ids there are) shapes the SQL, which is worked out once for each shape. That nothing else
found its way in is checked whenever one is worked out: an id, a day or a moment that is no argument is refused.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from thinkfamily.casework.prepared.asking import Ask, ask
from thinkfamily.casework.prepared.rows import reader

# How many shapes are kept: a few dozen in a council, the roles that can be held together times the pages.
SHAPES = 1024
# What may shape a query: names of ours. Text that somebody wrote is neither kept nor compared.
_NAME = re.compile(r"[a-z0-9_.:-]{0,60}")
# How SQLite is handed an id, a day and a moment.
_VALUE = re.compile(r"[0-9a-f]{32}|\d{4}-\d\d-\d\d.*")


class NotPreparableError(TypeError):
    """A prepared query was given, or holds, a value that would be kept from one call to the next: a fault of ours."""


def prepared(build: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """Make a function that builds a queryset one that answers with its rows, its SQL worked out once for each shape.

    Arguments are ids, days, moments, names of ours, numbers, flags, None, and tuples of these.
    """

    @wraps(build)
    def rows(*given: Any) -> list[Any]:
        values: list[Any] = []
        plan = _worked_out(build, _shape(given, values))
        return plan.rows(values)

    return rows


def filled_up(ids: Iterable[Any]) -> tuple[Any, ...]:
    """Some ids, the last repeated up to a power of two, so that few lengths make few shapes."""
    some = sorted(set(ids), key=str)
    return tuple(some + some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some))) if some else ()


@dataclass(frozen=True, eq=False)
class _Place:
    """The shape of one value; there is one of each kind."""

    kind: type


@dataclass(frozen=True)
class _Plan:
    """One query worked out.

    Attributes:
        database: which of the site's databases is asked.
        ask: asks it; None where there can be no row.
        read: makes what was asked for of the rows as the database returns them.
    """

    database: str
    ask: Ask | None
    read: Callable[[list[Any], Any], list[Any]]

    def rows(self, values: list[Any]) -> list[Any]:
        """The rows, with these values in their places."""
        if self.ask is None:
            return []
        connection = connections[self.database]
        return self.read(self.ask(connection, [_ADAPT[type(value)](connection, value) for value in values]), connection)


def _shape(given: Any, values: list[Any]) -> Any:
    """What of some arguments shapes the SQL; their ids, days and moments are put aside."""
    kind = type(given)
    if kind is tuple:
        return tuple([_shape(one, values) for one in given])
    place = _PLACES.get(kind)
    if place is not None:
        values.append(given)
        return place
    if given is None or type(given) in (bool, int) or (type(given) is str and _NAME.fullmatch(given)):
        return type(given), given
    raise NotPreparableError(f"a {type(given).__name__} that is neither a name of ours nor an id, a day or a moment")


@lru_cache(maxsize=SHAPES)
def _worked_out(build: Callable[..., QuerySet[Any]], shape: Any) -> _Plan:
    stands_in: list[Any] = []
    queryset = build(*_filled(shape, stands_in))
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise NotPreparableError(f"{build.__name__} asks for rows of other tables in queries of their own")
    connection = connections[queryset.db]
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Plan(queryset.db, None, lambda rows, _: rows)
    number = {_ADAPT[type(one)](connection, one): place for place, one in enumerate(stands_in)}
    places = []
    for parameter in parameters:
        if type(parameter) not in (bool, int) and parameter in number:
            places.append((True, number[parameter]))
        elif type(parameter) in _ADAPT or (isinstance(parameter, str) and _VALUE.fullmatch(parameter)):
            raise NotPreparableError(f"{build.__name__} holds a {type(parameter).__name__} that is no argument of it")
        else:
            places.append((False, parameter))
    # Of two arguments that are the same value only one has a place; the other is given and not asked for.
    read, is_plain = reader(queryset, compiler)
    return _Plan(queryset.db, ask(connection.vendor, sql, places, is_plain=is_plain), read)


def _filled(shape: Any, stands_in: list[Any]) -> tuple[Any, ...]:
    """Arguments of a shape, with a stand-in of its own for each value."""
    return tuple(_one(part, stands_in) for part in shape)


def _one(part: Any, stands_in: list[Any]) -> Any:
    if isinstance(part, _Place):
        stands_in.append(_stand_in(part.kind, len(stands_in)))
        return stands_in[-1]
    if len(part) == 2 and isinstance(part[0], type):
        return part[1]
    return _filled(part, stands_in)


def _stand_in(kind: type, number: int) -> Any:
    """A value that nothing else has: a random id, or a day of nobody's life."""
    if kind is uuid.UUID:
        return uuid.uuid4()
    day = date(1, 1, 2) + timedelta(days=number)
    return day if kind is date else datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _adapted_id(connection: Any, value: uuid.UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


_ADAPT: dict[type, Callable[[Any, Any], Any]] = {
    uuid.UUID: _adapted_id,
    date: lambda connection, value: connection.ops.adapt_datefield_value(value),
    datetime: lambda connection, value: connection.ops.adapt_datetimefield_value(value),
}
_PLACES = {kind: _Place(kind) for kind in _ADAPT}

"""What of some arguments shapes the SQL of a query, and what of them only fills places in it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

# What may shape a query: names of ours. Text that somebody wrote is neither kept nor compared.
NAME = re.compile(r"[a-z0-9_.:-]{0,60}")


class NotPreparableError(TypeError):
    """A prepared query was given, or holds, a value that would be kept from one call to the next: a fault of ours."""


class Words(str):
    """Text that fills a place, such as the key of a session: handed over at each call, and neither kept nor compared."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class _Kind:
    """The shape of one value; there is one of each kind."""

    kind: type


def shape_of(given: Any, values: list[Any]) -> Any:
    """What of some arguments shapes the SQL; their ids, days and moments are put aside.

    Raises:
        NotPreparableError: an argument is something else.
    """
    kind = type(given)
    if kind is tuple:
        return tuple([shape_of(one, values) for one in given])
    place = _PLACES.get(kind)
    if place is not None:
        values.append(given)
        return place
    if given is None or kind is bool or kind is int or (kind is str and NAME.fullmatch(given)):
        return kind, given
    raise NotPreparableError(f"a {kind.__name__} that is neither a name of ours nor an id, a day or a moment")


def filled(shape: Any, stands_in: list[Any]) -> tuple[Any, ...]:
    """Arguments of a shape, with a stand-in of its own for each value."""
    return tuple(_one(part, stands_in) for part in shape)


def adapted(connection: Any, values: list[Any]) -> list[Any]:
    """Values as a database is handed them."""
    return [ADAPT[type(value)](connection, value) for value in values]


def _one(part: Any, stands_in: list[Any]) -> Any:
    if isinstance(part, _Kind):
        stands_in.append(_stand_in(part.kind, len(stands_in)))
        return stands_in[-1]
    if len(part) == 2 and isinstance(part[0], type):
        return part[1]
    return filled(part, stands_in)


def _stand_in(kind: type, number: int) -> Any:
    """A value that nothing else has: a random id, or a day of nobody's life."""
    if kind is uuid.UUID:
        return uuid.uuid4()
    if kind is Words:
        return Words(uuid.uuid4().hex)
    day = date(1, 1, 2) + timedelta(days=number)
    return day if kind is date else datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _adapted_id(connection: Any, value: uuid.UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


# How a database is handed each kind of value.
ADAPT: dict[type, Callable[[Any, Any], Any]] = {
    uuid.UUID: _adapted_id,
    Words: lambda _, value: str(value),
    date: lambda connection, value: connection.ops.adapt_datefield_value(value),
    datetime: lambda connection, value: connection.ops.adapt_datetimefield_value(value),
}
_PLACES = {kind: _Kind(kind) for kind in ADAPT}

"""How a database is asked a query that was prepared.

On PostgreSQL the statement is written in the form of its own protocol when it is prepared, so that the driver need not take
it to pieces at each call, and rows come as bytes and not as text to be read. Anywhere else Django's own way is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import InterfaceError, OperationalError

from thinkfamily.casework.prepared.shapes import NAME

# What asks one query, given the connection and the values for its places, and returns rows as the database does.
Ask = Callable[[Any, list[Any]], list[Any]]
# For one parameter of a statement its own value, or the number of the value that fills it; and whether it is the latter.
Place = tuple[bool, Any]

_PLACE = re.compile(r"%([s%])")


def goes_as_it_is(connection: Any) -> bool:
    """Whether a database is asked by its own protocol; whoever watches queries is shown them as Django writes them."""
    return connection.vendor == "postgresql" and not connection.queries_logged


def as_django_does(sql: str, places: Iterable[Place]) -> Ask:
    """What asks one query by Django's own cursor."""
    kept = tuple(places)

    def ask(connection: Any, values: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, tuple(values[place] if is_place else place for is_place, place in kept))
            return cursor.fetchall()  # type: ignore[no-any-return]

    return ask


def as_it_is(sql: str, places: Iterable[Place], *, is_plain: bool, only_reads: bool = True) -> Ask:
    """What asks one query of PostgreSQL by its own protocol.

    Django asks at each request first whether the connection still stands. Here the answer to a question says so, and one
    that only reads is put again where none came: that is one way to the database less for each page.

    Args:
        sql: as Django made it.
        places: of each parameter in it.
        is_plain: whether no column is wanted as text that was none.
        only_reads: whether it can be asked again.
    """
    from psycopg.pq import Format

    from thinkfamily.casework.prepared.cursors import cursor_for

    statement, own = _numbered(sql, tuple(places))
    form = Format.BINARY if is_plain else Format.TEXT

    def once(connection: Any, values: list[Any]) -> list[Any]:
        connection.ensure_connection()
        cursor = cursor_for(connection, statement, form)
        cursor.execute(statement, (*values, *own))
        return cursor.cursor.taken()  # type: ignore[no-any-return]

    def ask(connection: Any, values: list[Any]) -> list[Any]:
        is_unsure = connection.health_check_enabled and not connection.health_check_done
        if not is_unsure or not only_reads or connection.in_atomic_block:
            connection.close_if_health_check_failed()
            return once(connection, values)
        try:
            rows = once(connection, values)
        except (InterfaceError, OperationalError):
            connection.close_if_health_check_failed()
            return once(connection, values)
        connection.health_check_done = True
        return rows

    return ask


def _numbered(sql: str, places: tuple[Place, ...]) -> tuple[bytes, tuple[Any, ...]]:
    """A statement with ``$1`` for the first value and so on, its own values after them, and these.

    Names of ours and numbers are written out.
    """
    given = 1 + max((place for is_place, place in places if is_place), default=-1)
    own: list[Any] = []
    left = iter(places)

    def number(found: re.Match[str]) -> str:
        if found[1] == "%":
            return "%"
        is_place, place = next(left)
        if is_place:
            return f"${place + 1}"
        if type(place) is bool or (type(place) is int and place >= 0):
            return str(place).lower()
        if type(place) is str and NAME.fullmatch(place):
            return f"'{place}'"
        own.append(place)
        return f"${given + len(own)}"

    return _PLACE.sub(number, sql).encode(), tuple(own)

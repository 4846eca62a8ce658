"""How a database is asked a query that was prepared.

On PostgreSQL the statement is written in the form of its own protocol when it is prepared, so that the driver need not take
it to pieces at each call, and rows come as bytes and not as text to be read. Anywhere else Django's own way is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Ask = Callable[[Any, list[Any]], list[Any]]

_PLACE = re.compile(r"%([s%])")


def ask(vendor: str, sql: str, places: list[tuple[bool, Any]], *, is_plain: bool) -> Ask:
    """What asks one query, given the connection and the values for its places, and returns rows as the database does.

    Args:
        vendor: whose database it is.
        sql: as Django made it.
        places: for each parameter in it its own value, or the number of the value that fills it.
        is_plain: whether no column is wanted as text that was none.
    """

    def as_django_does(connection: Any, values: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, tuple(values[place] if is_place else place for is_place, place in places))
            return cursor.fetchall()  # type: ignore[no-any-return]

    if vendor != "postgresql":
        return as_django_does
    from psycopg import RawCursor
    from psycopg.pq import Format

    statement, own = _numbered(sql, places)
    form = Format.BINARY if is_plain else Format.TEXT

    def as_it_is(connection: Any, values: list[Any]) -> list[Any]:
        if connection.queries_logged:
            # Whoever watches queries is shown them as Django writes them.
            return as_django_does(connection, values)
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with connection.wrap_database_errors:
            raw = RawCursor(connection.connection)
        raw.format = form
        with connection.make_cursor(raw) as cursor:
            cursor.execute(statement, (*values, *own))
            return cursor.fetchall()  # type: ignore[no-any-return]

    return as_it_is


def _numbered(sql: str, places: list[tuple[bool, Any]]) -> tuple[bytes, tuple[Any, ...]]:
    """A statement with ``$1`` for the first value and so on, its own values after them, and these."""
    given = 1 + max((place for is_place, place in places if is_place), default=-1)
    own: list[Any] = []
    left = iter(places)

    def number(found: re.Match[str]) -> str:
        if found[1] == "%":
            return "%"
        is_place, place = next(left)
        if is_place:
            return f"${place + 1}"
        own.append(place)
        return f"${given + len(own)}"

    return _PLACE.sub(number, sql).encode(), tuple(own)

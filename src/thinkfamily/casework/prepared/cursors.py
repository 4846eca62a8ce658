"""Cursors that stay with their connection: the driver looks anew at each cursor how to hand over values and read columns."""

from __future__ import annotations

from typing import Any

from psycopg import RawCursor

# As many statements as the driver itself keeps prepared on one connection.
MOST = 100
# Under which name a connection of the driver has them.
KEPT_AS = "_thinkfamily_cursors"


class Kept(RawCursor[Any]):
    """A cursor for one statement, asked again and again. Of what it brought it keeps nothing."""

    def taken(self) -> list[Any]:
        """The rows of what was asked last, once."""
        rows = self.fetchall()
        self._reset(reset_query=False)
        return rows


def cursor_for(connection: Any, statement: bytes, form: Any) -> Any:
    """The cursor for a statement, as Django wraps it; it ends with the connection to the database.

    Args:
        connection: Django's, of this thread, that stands.
        statement: what will be asked: this object itself, by which the driver knows it again.
        form: in which form rows come.
    """
    link = connection.connection
    known = link.__dict__.setdefault(KEPT_AS, {})
    cursor = known.get(statement)
    if cursor is None:
        if len(known) >= MOST:
            known.clear()
        with connection.wrap_database_errors:
            raw = Kept(link)
        raw.format = form
        cursor = known[statement] = connection.make_cursor(raw)
    return cursor

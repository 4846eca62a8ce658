"""Working out the SQL of one query, with places for its values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from thinkfamily.casework.prepared.asking import Ask, Place, as_django_does, as_it_is, goes_as_it_is
from thinkfamily.casework.prepared.rows import Read, reader
from thinkfamily.casework.prepared.shapes import ADAPT, NotPreparableError, adapted, filled

# How many shapes are kept: a few dozen in a council, the roles that can be held together times the pages.
SHAPES = 1024
# How SQLite is handed an id, a day and a moment.
_VALUE = re.compile(r"[0-9a-f]{32}|\d{4}-\d\d-\d\d.*")


@dataclass(frozen=True)
class Worked:
    """One query worked out.

    Attributes:
        database: which of the site's databases is asked.
        sql: with a place for each parameter.
        places: for each parameter its own value, or the number of the value that fills it.
        read: makes of rows what was asked for; None where there can be no row, and nothing is asked.
    """

    database: str
    sql: str = ""
    places: tuple[Place, ...] = ()
    read: Read | None = None

    def rows(self, values: list[Any]) -> list[Any]:
        """What it answers with, given the values for its places."""
        if self.read is None:
            return []
        connection = connections[self.database]
        ask = self._as_it_is if goes_as_it_is(connection) else self._as_django_does
        return self.read.make(ask(connection, adapted(connection, values)), connection, {})

    @cached_property
    def _as_it_is(self) -> Ask:
        return as_it_is(self.sql, self.places, is_plain=self.read is not None and self.read.is_plain)

    @cached_property
    def _as_django_does(self) -> Ask:
        return as_django_does(self.sql, self.places)


@lru_cache(maxsize=SHAPES)
def worked_out(build: Callable[..., QuerySet[Any]], shape: Any) -> Worked:
    """The query that a function makes from arguments of one shape.

    Raises:
        NotPreparableError: an id, a day or a moment found its way in that is no argument.
    """
    stands_in: list[Any] = []
    queryset = build(*filled(shape, stands_in))
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise NotPreparableError(f"{build.__name__} asks for rows of other tables in queries of their own")
    connection = connections[queryset.db]
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return Worked(queryset.db)
    number = {ADAPT[type(one)](connection, one): place for place, one in enumerate(stands_in)}
    places = []
    for parameter in parameters:
        if type(parameter) not in (bool, int) and parameter in number:
            places.append((True, number[parameter]))
        elif type(parameter) in ADAPT or (isinstance(parameter, str) and _VALUE.fullmatch(parameter)):
            raise NotPreparableError(f"{build.__name__} holds a {type(parameter).__name__} that is no argument of it")
        else:
            places.append((False, parameter))
    # Of two arguments that are the same value only one has a place; the other is given and not asked for.
    return Worked(queryset.db, sql, tuple(places), reader(queryset, compiler))

"""Several prepared queries as one statement, so that a page goes to the database a few times and not dozens of times.

Each way there costs a page more processor time than what comes of most. The queries stay what they are: each becomes a
branch of one ``UNION ALL`` that says of each row whose it is. A branch has its columns in slots by their type, because the
columns of a union have one type each; in the slots of others it has nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from django.db import connections

from thinkfamily.casework.prepared.asking import Ask, Place, as_it_is
from thinkfamily.casework.prepared.rows import Known
from thinkfamily.casework.prepared.shapes import NotPreparableError, adapted
from thinkfamily.casework.prepared.working_out import SHAPES, Worked, worked_out

# What makes a query, its arguments' shape, and which of all values is its first.
Part = tuple[Callable[..., Any], Any, int]

_TEXTS = ("varchar", "text", "jsonb")
_NUMBERS = ("smallint", "integer", "bigint", "serial", "bigserial")


class Union:
    """Several queries of one database as one statement.

    Attributes:
        database: which of the site's databases is asked.
    """

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self._queries = [worked_out(build, shape) for build, shape, _ in parts]
        self._firsts = [first for *_, first in parts]
        self.database = self._queries[0].database
        if any(query.database != self.database for query in self._queries):
            raise NotPreparableError("queries of two databases as one")

    def rows(self, values: list[Any]) -> list[list[Any]]:
        """What each query answers with, given the values for the places of all."""
        connection = connections[self.database]
        ask, take = self._statement
        split: list[list[Any]] = [[] for _ in self._queries]
        for row in ask(connection, adapted(connection, values)):
            number = row[0]
            split[number].append(take[number](row))
        known: Known = {}
        return [
            query.read.make(rows, connection, known) if query.read is not None else []
            for query, rows in zip(self._queries, split, strict=True)
        ]

    @cached_property
    def _statement(self) -> tuple[Ask, list[Callable[[Any], Any]]]:
        """What asks them, and what takes of a row the columns of each."""
        slots: list[str] = []
        filled = [_fill(query, slots) for query in self._queries]
        branches: list[str] = []
        places: list[Place] = []
        for number, (query, first) in enumerate(zip(self._queries, self._firsts, strict=True)):
            if query.read is not None:
                branches.append(_branch(number, query.sql, slots, filled[number]))
                places += [(is_value, place + first if is_value else place) for is_value, place in query.places]
        # JSON, which is read as text, comes as text here: so everything comes in the form that is read most quickly.
        return as_it_is(" UNION ALL ".join(branches), places, is_plain=True), [_taker(each) for each in filled]


@lru_cache(maxsize=SHAPES)
def union(parts: tuple[Part, ...]) -> Union:
    """Some queries as one statement, worked out once for each shape of all their arguments."""
    return Union(parts)


def _fill(query: Worked, slots: list[str]) -> list[int]:
    """In which slot each column of a query goes; a slot is added for what finds none of its type."""
    filled: list[int] = []
    for field in query.read.columns if query.read is not None else ():
        kind = _type(str(field.db_type(connections[query.database])))
        slot = next((at for at, one in enumerate(slots) if one == kind and at not in filled), len(slots))
        if slot == len(slots):
            slots.append(kind)
        filled.append(slot)
    return filled


def _branch(number: int, sql: str, slots: list[str], filled: list[int]) -> str:
    """One query as a branch. Its own order stays: what is sorted within is sorted by one worker."""
    own = {slot: f"q.c{place}::{slots[slot]}" for place, slot in enumerate(filled)}
    every = ", ".join(own.get(slot, f"NULL::{kind}") for slot, kind in enumerate(slots))
    return f"(SELECT {number}, {every} FROM ({sql}) AS q({', '.join(f'c{place}' for place in range(len(filled)))}))"  # noqa: S608


def _type(told: str) -> str:
    """The type of a column in the union."""
    plain = told.partition("(")[0]
    if plain in _TEXTS:
        return "text"
    return "bigint" if plain in _NUMBERS else told


def _taker(filled: list[int]) -> Callable[[Any], Any]:
    places = [slot + 1 for slot in filled]
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places) if places else tuple

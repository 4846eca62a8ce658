"""What Django makes of the rows of a query, worked out once: models with those they are joined to, or tuples.

Django works out at each call which column goes where. Here that is done when a query is prepared, by the same parts of
Django, so that each call only fills them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

Reader = Callable[[list[Any], Any], list[Any]]


class NotReadableError(TypeError):
    """A prepared query answers with something else than models or tuples: a fault of ours."""


def reader(queryset: QuerySet[Any], compiler: Any) -> Reader:
    """What makes of the rows that a database returns, given with the connection, what the queryset would.

    Args:
        queryset: of models, or of ``values_list``.
        compiler: of its query, after its SQL was made.

    Raises:
        NotReadableError: the queryset answers with something else.
    """
    asked: Any = queryset
    ways: dict[Any, Any] = {
        ModelIterable: _models,
        ValuesListIterable: _tuples,
        FlatValuesListIterable: _first_values,
    }
    made = ways.get(asked._iterable_class)
    if made is None or asked._known_related_objects:
        raise NotReadableError(f"rows of {asked._iterable_class.__name__}")
    make = made(queryset, compiler)
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    if not converters:
        return lambda rows, _: make(rows)
    steps = [(place, tuple(each), column) for place, (each, column) in converters.items()]

    def converted(rows: list[Any], connection: Any) -> list[Any]:
        changed = [list(row) for row in rows]
        for row in changed:
            for place, each, column in steps:
                for convert in each:
                    row[place] = convert(row[place], column, connection)
        return make(changed)

    return converted


def _models(queryset: QuerySet[Any], compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """As ``ModelIterable`` does."""
    database, select, about = queryset.db, compiler.select, compiler.klass_info
    first, after = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[first:after]]
    model, joined = about["model"], get_related_populators(about, select, database)  # type: ignore[call-arg]
    marks = list(compiler.annotation_col_map.items()) if compiler.annotation_col_map else []

    def make(rows: list[Any]) -> list[Any]:
        found = []
        for row in rows:
            one = model.from_db(database, names, row[first:after])
            for each in joined:
                each.populate(row, one)
            for name, place in marks:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return make


def _tuples(_: QuerySet[Any], compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """As ``ValuesListIterable`` does; what is only sorted by is left out."""
    count = compiler.col_count
    return lambda rows: [tuple(row[:count]) for row in rows]


def _first_values(_: QuerySet[Any], __: Any) -> Callable[[list[Any]], list[Any]]:
    """As ``FlatValuesListIterable`` does."""
    return lambda rows: [row[0] for row in rows]

"""What Django makes of the rows of a query, worked out once: models with those they are joined to, or tuples.

Django works out at each call which column goes where, and makes each model by asking every field in turn. Here that is done
when a query is prepared, so that each call only fills them, as Django itself does when it reads a model that was pickled.
A model that makes itself in a way of its own is made by that way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import JSONField, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

# Rows that others are joined to, by which columns of which model they hold, and by their keys.
Known = dict[Any, dict[Any, Any]]


@dataclass(frozen=True)
class Read:
    """What makes of the rows that a database returns what a queryset would.

    Attributes:
        make: it, given rows, the connection they came by, and the rows of other tables that were made for queries asked
            at the same moment.
        is_plain: whether it takes every column in the form in which a driver brings it most quickly: JSON is read as text.
        columns: the field of each column that it reads.
    """

    make: Callable[[list[Any], Any, Known], list[Any]]
    is_plain: bool
    columns: tuple[Any, ...]


class NotReadableError(TypeError):
    """A prepared query answers with something else than models or tuples: a fault of ours."""


def reader(queryset: QuerySet[Any], compiler: Any) -> Read:
    """What makes of the rows of a query what its queryset would.

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
    read = [column for column, *_ in compiler.select[: compiler.col_count]]
    columns = tuple(column.output_field for column in read)
    converters = compiler.get_converters(read)
    if not converters:
        return Read(lambda rows, _, known: make(rows, known), True, columns)
    expects_text = any(
        isinstance(getattr(convert, "__self__", None), JSONField) for each, _ in converters.values() for convert in each
    )
    steps = [(place, tuple(each), column) for place, (each, column) in converters.items()]

    def converted(rows: list[Any], connection: Any, known: Known) -> list[Any]:
        changed = []
        for row in rows:
            own = row
            for place, each, column in steps:
                value = before = row[place]
                for convert in each:
                    value = convert(value, column, connection)
                # Most stay what they are, and so does the row.
                if value is not before:
                    own = list(row) if own is row else own
                    own[place] = value
            changed.append(own)
        return make(changed, known)

    return Read(converted, not expects_text, columns)


def _models(queryset: QuerySet[Any], compiler: Any) -> Callable[[list[Any], Known], list[Any]]:
    """As ``ModelIterable`` does."""
    about = compiler.klass_info
    make = _maker(queryset.db, about, compiler.select)
    joined = _joined(queryset.db, about, compiler.select)
    marks = list(compiler.annotation_col_map.items()) if compiler.annotation_col_map else []

    def made(rows: list[Any], known: Known) -> list[Any]:
        found = []
        with_theirs = [(join, known.setdefault(of, {})) for of, join in joined]
        for row in rows:
            one = make(row)
            for join, theirs in with_theirs:
                join(row, one, theirs)
            for name, place in marks:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return made


def _maker(database: str, about: Any, select: Any) -> Callable[[Any], Any]:
    """What makes one model of its columns in a row."""
    first, after = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[first:after]]
    model = about["model"]
    if not _is_plain(model, names):
        return lambda row: model.from_db(database, names, row[first:after])

    new: Any = object.__new__

    def make(row: Any) -> Any:
        one, state = new(model), new(ModelState)
        state.__dict__ = {"db": database, "adding": False, "fields_cache": {}}
        one.__dict__ = values = dict(zip(names, row[first:after], strict=True))
        values["_state"] = state
        return one

    return make


def _is_plain(model: Any, names: list[str]) -> bool:
    """Whether a model is nothing but the values of its fields."""
    return (
        model.__init__ is Model.__init__
        and model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
        and not pre_init.has_listeners(model)
        and not post_init.has_listeners(model)
        and all(isinstance(getattr(model, name), DeferredAttribute) for name in names)
    )


def _joined(database: str, about: Any, select: Any) -> list[tuple[Any, Callable[[Any, Any, dict[Any, Any]], None]]]:
    """What puts beside a model those it is joined to, each row of another table made once however often it is joined.

    With each, what its rows hold: where two are joined to the same columns of a table, one row serves both.
    """
    return [_join(database, each, select) for each in about.get("related_klass_infos", ())]


def _join(database: str, about: Any, select: Any) -> tuple[Any, Callable[[Any, Any, dict[Any, Any]], None]]:
    if about["from_parent"] or about["model"]._meta.concrete_model._meta.parents:
        raise NotReadableError("rows of a model that is part of another")
    make, further = _maker(database, about, select), _joined(database, about, select)
    pk = next(place for place in about["select_fields"] if select[place][0].target.primary_key)
    # The setter of a plain foreign key does nothing on the far side.
    near, there = getattr(about["local_setter"], "__self__", None), about["remote_setter"]
    if near is None:
        raise NotReadableError("rows of a relation that is filtered")
    name, is_one_to_one = near.cache_name, hasattr(there, "__self__")

    def join(row: Any, one: Any, known: dict[Any, Any]) -> None:
        key = row[pk]
        other = known.get(key)
        if other is None and key is not None:
            other = known[key] = make(row)
            for _, more in further:
                more(row, other, {})
        one._state.fields_cache[name] = other
        if is_one_to_one and other is not None:
            there(other, one)

    names = tuple(select[place][0].target.attname for place in about["select_fields"])
    return (about["model"], names, tuple(of for of, _ in further), database), join


def _tuples(_: QuerySet[Any], compiler: Any) -> Callable[[list[Any], Known], list[Any]]:
    """As ``ValuesListIterable`` does; what is only sorted by is left out."""
    count = compiler.col_count
    return lambda rows, _: [tuple(row[:count]) for row in rows]


def _first_values(_: QuerySet[Any], __: Any) -> Callable[[list[Any], Known], list[Any]]:
    """As ``FlatValuesListIterable`` does."""
    return lambda rows, _: [row[0] for row in rows]

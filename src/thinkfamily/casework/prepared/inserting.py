"""Inserting a row by SQL that is worked out once, for what is written at each look."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import InsertQuery

from thinkfamily.casework.prepared.asking import Ask, as_it_is, goes_as_it_is

_AS_THEY_ARE = (str, UUID, datetime, type(None))


def insert(row: Model, using: str) -> None:
    """Insert a new row, as ``save(force_insert=True)`` does, in the transaction that is under way.

    Args:
        row: of a model that is no part of another, whose key the database gives and whose values are of their fields' types.
        using: the database.
    """
    connection, model = connections[using], type(row)
    if not goes_as_it_is(connection) or pre_save.has_listeners(model) or post_save.has_listeners(model):
        row.save(using=using, force_insert=True)
        return
    ask, fields = _statement(model, using)
    values = [_handed_over(field, field.pre_save(row, add=True), connection) for field in fields]
    with transaction.mark_for_rollback_on_error(using=using):
        ((row.pk,),) = ask(connection, values)
    row._state.db, row._state.adding = using, False


def _handed_over(field: Any, value: Any, connection: Any) -> Any:
    """A value as the database is handed it: the driver takes ids, moments and texts as they are."""
    return value if type(value) in _AS_THEY_ARE else field.get_db_prep_save(value, connection)


@lru_cache
def _statement(model: type[Model], using: str) -> tuple[Ask, list[Any]]:
    """What inserts a row of a model and returns its key, and the fields for whose values it has places."""
    meta = model._meta
    fields = [field for field in meta.local_concrete_fields if not field.primary_key]
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler: Any = query.get_compiler(using)
    compiler.returning_fields = [meta.pk]
    ((sql, parameters),) = compiler.as_sql()
    assert len(parameters) == len(fields)
    return as_it_is(sql, [(True, place) for place in range(len(fields))], is_plain=True, only_reads=False), fields

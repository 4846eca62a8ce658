"""Inserting a row by SQL that is worked out once, for what is written at each look."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connections, transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import InsertQuery

from thinkfamily.casework.prepared.asking import Ask, as_it_is, goes_as_it_is


def insert(row: Model, using: str) -> None:
    """Insert a new row, as ``save(force_insert=True)`` does, in the transaction that is under way.

    Args:
        row: of a model that is no part of another and whose key the database gives.
        using: the database.
    """
    connection, model = connections[using], type(row)
    if not goes_as_it_is(connection) or pre_save.has_listeners(model) or post_save.has_listeners(model):
        row.save(using=using, force_insert=True)
        return
    ask, fields = _statement(model, using)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with transaction.mark_for_rollback_on_error(using=using):
        ((row.pk,),) = ask(connection, values)
    row._state.db, row._state.adding = using, False


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

"""What the migrations made is what the models say: each column, and each constraint and index that has a name."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connections, router


@pytest.mark.django_db(databases=["default", "candidates"])
@pytest.mark.parametrize(("alias", "at_least"), [("default", 100), ("candidates", 8)])
def test_each_table_is_as_its_model_says(alias: str, at_least: int) -> None:
    models = [one for one in apps.get_models(include_auto_created=True) if router.allow_migrate_model(alias, one)]
    tables, ask = connections[alias].introspection, connections[alias].cursor()
    with ask as cursor:
        assert len(models) >= at_least
        for model in models:
            table = model._meta.db_table
            said = {field.column: field.null for field in model._meta.local_concrete_fields}
            made = tables.get_table_description(cursor, table)
            assert {column.name: column.null_ok for column in made} == said, table
            named = {one.name for one in (*model._meta.constraints, *model._meta.indexes)}
            assert named <= set(tables.get_constraints(cursor, table)), table

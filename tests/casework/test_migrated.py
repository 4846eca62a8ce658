"""What the migrations made is what the models say: each column, and each constraint and index that has a name."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connections, router
from django.db.migrations import AddField, AlterField, CreateModel, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader


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


def test_no_migration_changes_what_others_refer_to() -> None:
    """Such a column, or a table of another name, would have to be rendered with all that refer to it (decision 0052)."""
    loader = MigrationLoader(None)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("thinkfamily.")}
    operations = [
        (key[0], one) for key, each in loader.disk_migrations.items() if key[0] in ours for one in each.operations
    ]
    assert not [one for _, one in operations if isinstance(one, (RenameField, RenameModel))]
    made = [field for _, one in operations if isinstance(one, CreateModel) for _, field in one.fields]
    added, altered = (
        [(f"{app}.{one.model_name_lower}", one.field) for app, one in operations if isinstance(one, kind)]
        for kind in (AddField, AlterField)
    )
    assert (len(made) > 500, len(added) > 50, len(altered) > 25) == (True, True, True)
    every = [*made, *(field for _, field in added), *(field for _, field in altered)]
    referred = {str(field.remote_field.model).lower() for field in every if field.is_relation}
    assert not [table for table, field in altered if field.primary_key and table in referred]
    # Nothing refers to a column that is no key.
    assert not [field for field in every if any(getattr(field, "to_fields", ()))]

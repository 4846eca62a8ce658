"""Makes a filled site many times as large within PostgreSQL itself: each row again and again, with ids of its own.

A row goes to the same place among its copies as it had among the first: a copied case is of the copied family. What all share
(agencies, rules, what agencies supplied) stays one.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, UUIDField

# Copied is what is there of these apps, but not what all share.
APPS = {"agencies", "access", "families", "cases", "plans", "meetings", "referrals", "daily", "mfa"}
SHARED = {"agencies.Agency", "agencies.ConductRules", "families.Supply", "families.Coverage"}
# Columns that would be the same in each copy and must not be: {} is the column, k the number of the copy.
DIFFERENT = {
    "access.Grant.decision_id": "md5({}::text || k)::uuid",
    "agencies.Team.name": "{} || '.' || k",
    "agencies.Worker.email": "k || {}",
    "families.Family.reference": "{} || 'x' || k",
    "families.Address.postcode": "{} || k",
    "families.Person.first_name": "{} || k",
    # What is looked for as that of one person or street: a first name, which nobody else has, and a postcode.
    "families.NameToken.token": "case when kind in ('place', 'name') and {} ~ '^(zz|p[0-9]+x)' then {} || k else {} end",
    "referrals.Referral.reference": "{} || k",
    "referrals.ReferralPerson.fingerprint": "md5({} || k)",
    "referrals.ReferralPerson.name_fingerprint": "md5({} || k)",
}


def multiply(times: int) -> None:
    """Make what was filled so many times as large."""
    copied = [model for model in apps.get_models() if _is_copied(model)]
    with transaction.atomic(), connection.cursor() as cursor:
        # Each copy refers to its like, which may come later.
        cursor.execute("set local session_replication_role = replica")
        for model in copied:
            columns = {field.column: _value(model, field, copied) for field in model._meta.local_concrete_fields}
            names = ", ".join(f'"{name}"' for name, value in columns.items() if value)
            values, table = ", ".join(filter(None, columns.values())), model._meta.db_table
            cursor.execute(
                f"insert into {table} ({names}) select {values} from {table}, generate_series(1, {times - 1}) as k"
            )


def _is_copied(model: type[Model]) -> bool:
    meta = model._meta
    of_site = meta.app_label in APPS and meta.label not in SHARED and "Historical" not in model.__name__
    return of_site and meta.managed and model._default_manager.using("default").exists()


def _value(model: type[Model], field: Any, copied: list[type[Model]]) -> str:
    """What a column of a copy holds, as SQL; nothing where the database numbers the rows."""
    column = f'"{model._meta.db_table}"."{field.column}"'
    of = field.related_model
    if field.remote_field and of in copied:
        assert isinstance(of._meta.pk, UUIDField) or of._meta.pk.remote_field, f"{model._meta.label}.{field.name}"
        return _copy_of(column)
    if field.primary_key:
        return _copy_of(column) if isinstance(field, UUIDField) else ""
    return DIFFERENT.get(f"{model._meta.label}.{field.name}", "{}").replace("{}", column)


def _copy_of(column: str) -> str:
    return f"md5({column}::text || k)::uuid"

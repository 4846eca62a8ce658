"""Every row of every table of both databases, as it lies there: what a dry run and a taking back are compared by."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

# Of the audit nothing is ever taken back; the register of imports says what became of each; sessions come and go.
ASIDE = ("audit_", "imports_import", "django_", "sqlite_", "usersessions_")


def tables(*, but: Iterable[str] = ASIDE) -> dict[str, bytes]:
    """Each table with its rows in the order of all their columns."""
    found = {}
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in sorted(connections[alias].introspection.table_names(cursor)):
                if table.startswith(tuple(but)):
                    continue
                cursor.execute(f'select * from "{table}"')
                found[f"{alias}.{table}"] = "\n".join(sorted(map(repr, cursor.fetchall()))).encode()
    return found

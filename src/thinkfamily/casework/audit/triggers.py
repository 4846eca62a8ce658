"""What makes the database itself refuse to change or remove an event or a seal, on SQLite and on PostgreSQL.

Whoever owns the tables can drop these; `verify` says when they are missing. On PostgreSQL the site signs in as a role
that does not own them (see `roles`).
"""

from __future__ import annotations

from typing import Any

TABLES = ("audit_auditevent", "audit_auditseal")
_KEYS = {"audit_auditevent": "id", "audit_auditseal": "number"}
_FUNCTION = "audit_refuse_change"
_SAYS = "the audit is never changed"


def create(connection: Any) -> None:
    """Put the triggers in place."""
    _run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def drop(connection: Any) -> None:
    """Take the triggers away: for tests that empty their database, and for nothing else."""
    tail = "" if connection.vendor == "sqlite" else " ON {table}"
    _run(
        connection,
        [f"DROP TRIGGER IF EXISTS {name}" + tail.format(table=table) for table, name in _names(connection.vendor)],
    )


def missing(connection: Any) -> list[str]:
    """The names of triggers that should be there and are not, or do not fire."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%%RAISE(ABORT%%'"
    else:
        # A trigger that fires always cannot be put to sleep by a session of replication.
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    return [name for _, name in _names(connection.vendor) if name not in there]


def _names(vendor: str) -> list[tuple[str, str]]:
    """Each trigger as (table, name)."""
    kinds = ("update", "delete", "replace") if vendor == "sqlite" else ("change", "truncate")
    return [(table, f"{table}_no_{kind}") for table in TABLES for kind in kinds]


def _sqlite() -> list[str]:
    made = []
    for table in TABLES:
        key = _KEYS[table]
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        made += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE removes a row without asking the trigger for removals.
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {refuse}",
        ]
    return made


def _postgresql() -> list[str]:
    made = [
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$"
    ]
    for table in TABLES:
        made += [
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate",
        ]
    return made


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

"""The data of a release, put into PostgreSQL as that release would have kept it there: its tables made by its own migrations.

A site's folder is packed with its two SQLite databases. The same rows are carried over, table by table, after the migrations that the
release knew have made the tables, and before any later one has run. It is run as the site, whose databases are empty PostgreSQL ones.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from thinkfamily.casework.audit import triggers

# Made anew by each site for itself, or kept by PostgreSQL in its own way.
APART = ("sqlite_", "django_migrations")
STORES = {"default": "casework.sqlite3", "candidates": "candidates.sqlite3"}


def put(folder: Path) -> dict[str, int]:
    """Make the tables of a release and fill them; how many rows of each store."""
    return {alias: _put(alias, folder / name) for alias, name in STORES.items()}


def _put(alias: str, file: Path) -> int:
    with sqlite3.connect(file) as released:
        known = set(released.execute("select app, name from django_migrations"))
        executor = MigrationExecutor(connections[alias])
        nodes = executor.loader.graph.nodes
        missing = {node for node in known if node not in nodes and not _is_replaced(node, executor)}
        assert missing == set(), f"migrations of a release are gone: {sorted(missing)}"
        _migrate(executor, known)
        tables = [name for (name,) in released.execute("select name from sqlite_master where type = 'table'")]
        with connections[alias].cursor() as cursor:
            # The audit comes as it is: for so long nothing refuses to change it.
            triggers.drop(connections[alias])
            cursor.execute("set session_replication_role = replica")
            cursor.execute("set time zone 'UTC'")
            there = set(connections[alias].introspection.table_names(cursor))
            apart = (*APART, *_caches())
            carried = [table for table in tables if not table.startswith(apart)]
            assert set(carried) <= there, "the release's migrations make other tables there"
            cursor.execute(f"truncate {', '.join(map(_quoted, carried))} restart identity")
            count = sum(_carry(released, cursor, table) for table in carried)
            cursor.execute("set session_replication_role = origin")
            triggers.create(connections[alias])
    connections[alias].close()
    return count


def _migrate(executor: MigrationExecutor, known: set[tuple[str, str]]) -> None:
    """Run the migrations that a release knew, and none of later ones."""
    graph = executor.loader.graph
    newest = [
        node
        for node in sorted(known & set(graph.nodes))
        if not any(child.key in known and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
    executor.migrate(newest)


def _caches() -> list[str]:
    """Tables that hold nothing for longer than a while, and that no migration makes."""
    return [str(one["LOCATION"]) for one in settings.CACHES.values() if one.get("LOCATION")]


def _is_replaced(node: tuple[str, str], executor: MigrationExecutor) -> bool:
    return any(node in one.replaces for one in executor.loader.replacements.values())


def _carry(released: sqlite3.Connection, cursor: Any, table: str) -> int:
    rows = released.execute(f"select * from {_quoted(table)}")
    columns = [column[0] for column in rows.description]
    marks = ", ".join(["%s"] * len(columns))
    every = [[_as_told(value) for value in row] for row in rows]
    names = ", ".join(map(_quoted, columns))
    cursor.executemany(f"insert into {_quoted(table)} ({names}) overriding system value values ({marks})", every)
    for column in columns:
        cursor.execute("select pg_get_serial_sequence(%s, %s)", [_quoted(table), column])
        (sequence,) = cursor.fetchone()
        if sequence is not None:
            cursor.execute(
                f"select setval(%s, greatest(1, (select max({_quoted(column)}) from {_quoted(table)})))", [sequence]
            )
    return len(every)


def _as_told(value: Any) -> Any:
    """As PostgreSQL reads it for whatever type its column is of: SQLite keeps days, ids, JSON, yes and no as texts and numbers."""
    return value if value is None or isinstance(value, bytes) else str(value)


def _quoted(name: str) -> str:
    return f'"{name}"'

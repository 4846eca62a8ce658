"""One database as it stands at one moment, written to a file and read back: SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

from django.db import connections

from thinkfamily.casework.site.instance import SiteError

PGDUMP = ".pgdump"


def is_postgres(alias: str) -> bool:
    """Whether a database is PostgreSQL."""
    return connections[alias].vendor == "postgresql"


def take(alias: str, into: Path) -> None:
    """Write a database to a file, while others go on writing to it.

    Raises:
        SiteError: the tools of PostgreSQL are missing or fail.
    """
    if is_postgres(alias):
        _run_tool("pg_dump", alias, "--format=custom", "--no-owner", f"--file={into}")
        return
    source = sqlite3.connect(f"file:{connections[alias].settings_dict['NAME']}?mode=ro", uri=True)
    target = sqlite3.connect(into)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def put_back(alias: str, file: Path, begins: Callable[[], object]) -> None:
    """Fill an empty database from such a file.

    Args:
        alias: the database.
        file: what `take` wrote.
        begins: called once the database is known to be empty, before anything is written to it.

    Raises:
        SiteError: the database holds tables already or is of another kind, or the tools of PostgreSQL are missing or fail.
    """
    connection = connections[alias]
    if is_postgres(alias) != (file.suffix == PGDUMP):
        raise SiteError(
            "TF-RESTORE-006",
            f"database {alias}",
            found="Found a backup of another kind of database than is named: one is of PostgreSQL, the other SQLite.",
            means="Nothing was restored.",
            do="Name empty databases of the backup's kind in DATABASE_URL, or for a rehearsal in DRILL_DATABASE_URL.",
        )
    with connection.cursor() as cursor:
        taken = connection.introspection.table_names(cursor)
    if taken:
        raise SiteError(
            "TF-RESTORE-003",
            f"database {alias}",
            found=f"Found {len(taken)} tables already there; expected an empty database.",
            means="Nothing was restored.",
            do="Give a new folder, or addresses of empty databases.",
        )
    connection.close()
    begins()
    if is_postgres(alias):
        _run_tool(
            "pg_restore",
            alias,
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(file),
        )
    else:
        target = Path(str(connection.settings_dict["NAME"]))
        for leftover in ("-wal", "-shm"):
            target.with_name(target.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(file, target)
        target.chmod(0o600)


def empty(alias: str) -> None:
    """Remove everything from a PostgreSQL database that a restore has filled; SQLite's files go with their folder."""
    connection = connections[alias]
    if not is_postgres(alias):
        connection.close()
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"drop table if exists {connection.ops.quote_name(table)} cascade")
        cursor.execute(
            "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace "
            "and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"drop function {function} cascade")


def rows_in(file: Path) -> dict[str, int]:
    """Rows of each table in a SQLite file: for the manifest, counted in what was really saved."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]  # noqa: S608
            for name in names
            if _counted(name)
        }
    finally:
        connection.close()


def rows_of(alias: str) -> dict[str, int]:
    """Rows of each table of a database."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if _counted(name)]
        counts = {}
        for name in names:
            cursor.execute(f"select count(*) from {connection.ops.quote_name(name)}")  # noqa: S608
            counts[name] = cursor.fetchone()[0]
    return counts


def _counted(table: str) -> bool:
    """Caches and sessions change by themselves and are not compared."""
    return not table.startswith(("sqlite_", "site_cache", "django_session", "django_migrations"))


def _run_tool(tool: str, alias: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools; the password goes by environment, never in the command line."""
    if shutil.which(tool) is None:
        raise SiteError(
            "TF-BACKUP-005",
            tool,
            found="Found no such program on this machine.",
            means="PostgreSQL is saved and restored with its own tools; nothing was done.",
            do="Install the PostgreSQL client programs of your server's version.",
        )
    given = connections[alias].settings_dict
    environment = os.environ | {
        "PGHOST": given["HOST"] or "",
        "PGPORT": given["PORT"] or "5432",
        "PGUSER": given["USER"] or "",
        "PGPASSWORD": given["PASSWORD"] or "",
        "PGDATABASE": given["NAME"],
    }
    done = subprocess.run([tool, *arguments], env=environment, capture_output=True, check=False)
    if done.returncode:
        raise SiteError(
            "TF-BACKUP-006",
            f"{tool}, database {alias}",
            found=f"Found that it ended with {done.returncode}.",
            means="Nothing that looks finished was left.",
            do=f"Run {tool} by hand to read its message: it can hold values, so it is not repeated here.",
        )

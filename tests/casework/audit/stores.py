"""Real stores to test the audit on: SQLite files and, where it can be started, a PostgreSQL server of our own.

They are databases of their own beside the test run's, without a transaction around each test: the audit is about what is
committed, by whom and in which order.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from thinkfamily.casework.site.instance import database


@contextmanager
def store(alias: str, settings_of_database: dict[str, Any]) -> Iterator[str]:
    """A database under an alias, with the audit's tables; removed from Django's sight at the end."""
    connections.settings.update(
        {
            name: made
            for name, made in connections.configure_settings(
                {"default": connections.settings["default"], alias: settings_of_database}
            ).items()
            if name == alias
        }
    )
    try:
        call_command("migrate", "audit", database=alias, verbosity=0)
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def sqlite(file: Path) -> dict[str, Any]:
    """A SQLite file with the site's own settings."""
    return database("", file, "TEST")


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a server of our own, without its database's name; None where none can be started."""
    binaries = _binaries()
    if binaries is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="tf-pg-"))
    # PostgreSQL refuses to run as root; a machine that has it has its account.
    as_whom: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
    if as_whom:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **as_whom,
        )

    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c autovacuum=off"
    try:
        run("initdb", "-D", str(data), "-U", "owner", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    except (OSError, subprocess.CalledProcessError, LookupError):
        shutil.rmtree(folder, ignore_errors=True)
        yield None
        return
    try:
        yield f"postgres://owner@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    """Where PostgreSQL's own programs are."""
    for folder in (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None

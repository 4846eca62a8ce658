"""Run a command beside a PostgreSQL server of its own, thrown away afterwards.

    python tests/with_postgres.py pytest tests/casework

Sets ``DATABASE_URL``, of which the tests make databases of their own. The server listens on loopback only, keeps its files
in a temporary folder, and as root runs as another account, because it refuses to run as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_programs() -> Path | None:
    """The folder of PostgreSQL's server programs; None where there is no server on this machine."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    found = packaged[0] if packaged else Path(on_path) if on_path else None
    return found.parent if found else None


@contextmanager
def postgres() -> Iterator[str]:
    """A server with an empty database for the tests; its address."""
    programs = find_programs()
    if programs is None:
        raise SystemExit(
            "Found no PostgreSQL server (initdb) on this machine. Install one, or run the tests on SQLite."
        )
    with tempfile.TemporaryDirectory(prefix="thinkfamily-postgres-") as room:
        as_owner: list[str] = []
        if os.geteuid() == 0:
            owner = next(name for name in ("postgres", "nobody") if _known(name))
            shutil.chown(room, owner)
            as_owner = ["runuser", "-u", owner, "--"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        data = f"{room}/data"
        run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": room}
        subprocess.run(
            [*as_owner, str(programs / "initdb"), "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync"],
            **run,
        )
        # Nothing here must survive a power cut: no flushing makes the tests several times faster.
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={room} -c fsync=off -c synchronous_commit=off"
        control = [*as_owner, str(programs / "pg_ctl"), "-D", data, "-w"]
        subprocess.run([*control, "-l", f"{room}/log", "-o", options, "start"], **run)
        try:
            yield f"postgres://tests@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


if __name__ == "__main__":
    # Told to stop, as by `timeout`, it stops the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as address:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": address}, check=False).returncode)

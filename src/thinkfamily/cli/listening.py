"""Whether a site can listen on a port, and whether one is running in a folder, asked before anything is done."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from thinkfamily.casework.site.instance import SiteError

# Held by each process that serves a site, for as long as it does; it says nothing and is never removed.
HELD = "running"


def must_be_free(host: str, port: int) -> None:
    """See that nothing else listens there.

    Raises:
        SiteError: something does, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise SiteError(
                "TF-SITE-013",
                f"{host}:{port}",
                found=f"Found that the site cannot listen there: {error.strerror}.",
                means="The site was not started. Perhaps one runs there already.",
                do="End what listens there, or name another port with --port (0: any that is free), or an address of "
                "this machine with --host.",
            ) from None


def is_free(host: str, port: int) -> bool:
    """Whether nothing else listens there."""
    with suppress(SiteError):
        must_be_free(host, port)
        return True
    return False


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a mark in a site's folder that it is being served; several processes may."""
    with (folder / HELD).open("w", encoding="ascii") as mark:
        fcntl.flock(mark, fcntl.LOCK_SH)
        yield


def is_served(folder: Path) -> bool:
    """Whether a process of this machine serves the site of a folder."""
    mark = folder / HELD
    if not mark.exists():
        return False
    with mark.open(encoding="ascii") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False

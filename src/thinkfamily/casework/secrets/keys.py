"""The key files of an installation: random, outside the database, readable by the operator alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path


def django_key(folder: Path) -> str:
    """The key that signs sessions and forms; made on first use."""
    return read_or_make(folder / "keys" / "django.key", lambda: secrets.token_urlsafe(50))


def read_or_make(file: Path, make: Callable[[], str]) -> str:
    """The text of a key file; where there is none, a new one, written whole or not at all."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        hidden = file.with_name(f".{file.name}.{secrets.token_hex(8)}")  # threads and processes may race
        descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(make() + "\n")
        try:
            os.link(hidden, file)  # another process may have been first: its key stands
        except FileExistsError:
            pass
        finally:
            hidden.unlink()
    return file.read_text(encoding="ascii").strip()


def held(file: Path, make: Callable[[], str]) -> str:
    """The text of a key file, read once a process, and again only when the file is another: a new key is written as a new file.

    Args:
        file: which.
        make: makes the text where there is no such file.
    """
    try:
        state = file.stat()
    except FileNotFoundError:
        read_or_make(file, make)
        state = file.stat()
    return _text(file, state.st_ino, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _text(file: Path, inode: int, changed: int, size: int) -> str:
    """The text of a file as it stood: what tells one state of it from another is only compared."""
    return file.read_text(encoding="ascii").strip()


def is_private(folder: Path) -> bool:
    """Whether a folder of keys and every file in it are their owner's alone, but for public halves (``.pub``), which are no secret."""
    secret = (path for path in folder.iterdir() if path.suffix != ".pub")
    return all(path.stat().st_mode & 0o077 == 0 for path in (folder, *secret))

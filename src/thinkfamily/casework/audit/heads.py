"""The heads file: what each seal was, kept outside the database, each line chained to the one before.

One file a store, ``audit/<store>.heads.jsonl`` in the site's folder, mode 0600, written to disk before anything depends
on it. Each seal has two lines: ``sealing`` before it is committed and ``sealed`` after. So a process killed between the two
leaves a file that is still true, while a seal that vanishes from the database leaves its ``sealed`` line behind.
A line ``restored`` says that a named act took the database back to an earlier seal.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from thinkfamily.casework.audit.canonical import NOTHING, code, moment
from thinkfamily.casework.audit.key import key

SEALING, SEALED, RESTORED = "sealing", "sealed", "restored"
_FIELDS = ("state", "seal", "last_id", "events", "digest", "seal_mac", "at", "previous")


@dataclass(frozen=True)
class Head:
    """One line of a heads file.

    Attributes:
        line: its number in the file, from 1.
        state: sealing, sealed or restored.
        seal: the number of the seal; for ``restored``, of the last seal that was there.
        seal_mac: the code of that seal, which binds all of it.
        mac: the code of this line.
        is_sound: whether the line's own code holds and it follows the line before it.
    """

    line: int
    state: str
    seal: int
    last_id: int
    events: int
    digest: str
    seal_mac: str
    at: str
    previous: str
    mac: str
    is_sound: bool


def path_of(store: str) -> Path:
    """Where a store's heads file lies."""
    return settings.INSTANCE.folder / "audit" / f"{store}.heads.jsonl"


class Book:
    """A heads file held by this process alone: nobody else seals meanwhile."""

    def __init__(self, store: str, file: IO[bytes]) -> None:
        self.store = store
        self._file = file
        self.was_torn = self._mend()
        self.size = self._file.seek(0, os.SEEK_END)
        self.last = self._last()

    def append(self, state: str, seal: Any) -> None:
        """Write a line about a seal, and wait until the disk has it."""
        values = {
            "state": state,
            "seal": seal.number if seal else 0,
            "last_id": seal.last_id if seal else 0,
            "events": seal.events if seal else 0,
            "digest": seal.digest if seal else NOTHING,
            "seal_mac": seal.mac if seal else "",
            "at": moment(datetime.now(UTC)),
            "previous": self.last.mac if self.last else NOTHING,
        }
        line = json.dumps(values | {"mac": _code(self.store, values)}).encode("ascii") + b"\n"
        self._file.write(line)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size = self._file.tell()
        self.last = self._last()

    def _last(self) -> Head | None:
        """The last line, without reading the whole file."""
        start = max(0, self.size - 4096)
        self._file.seek(start)
        lines = self._file.read(self.size - start).splitlines()
        self._file.seek(0, os.SEEK_END)
        return _parse(self.store, 0, lines[-1], None) if lines else None

    def _mend(self) -> bool:
        """Remove a line that a loss of power cut short; nothing had depended on it yet."""
        size = self._file.seek(0, os.SEEK_END)
        start = max(0, size - 4096)
        self._file.seek(start)
        tail = self._file.read()
        if not tail or tail.endswith(b"\n"):
            return False
        self._file.truncate(start + tail.rfind(b"\n") + 1)
        return True


@contextmanager
def locked(store: str) -> Iterator[Book]:
    """Hold a store's heads file; a second process waits until the first has done."""
    key()
    file = path_of(store)
    is_new = not file.exists()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if is_new:
            _sync_folder(file.parent)
        yield Book(store, handle)


def read(store: str, size: int) -> Iterator[Head]:
    """One row per line of the first ``size`` bytes of a heads file, each with whether it is sound."""
    previous = NOTHING
    with path_of(store).open("rb") as file:
        number = 0
        while file.tell() < size:
            number += 1
            head = _parse(store, number, file.readline(), previous)
            yield head
            previous = head.mac


def in_force(store: str, size: int) -> Iterator[Head]:
    """Those lines that no later restore made void, in the order of their seals."""
    restores = [(head.line, head.seal) for head in read(store, size) if head.state == RESTORED]
    for head in read(store, size):
        if head.state != RESTORED and not any(head.line < line and head.seal > seal for line, seal in restores):
            yield head


def _parse(store: str, number: int, line: bytes, previous: str | None) -> Head:
    try:
        values = json.loads(line)
        mac = str(values.pop("mac"))
        head = {name: values[name] for name in _FIELDS}
        is_sound = (
            # Nothing beside the fields, in the very bytes that were written.
            json.dumps(values | {"mac": mac}).encode("ascii") + b"\n" == line.rstrip(b"\n") + b"\n"
            and list(values) == list(_FIELDS)
            and mac == _code(store, values)
            and previous in (None, head["previous"])
        )
        return Head(number, **{**head, "seal": int(head["seal"])}, mac=mac, is_sound=is_sound)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Head(number, "", 0, 0, 0, "", "", "", "", "", is_sound=False)


def _code(store: str, values: dict[str, Any]) -> str:
    return code(key(), "head", json.dumps([store, values]).encode("ascii"))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

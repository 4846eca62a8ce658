"""The one written form of an event and of a seal, over which their codes and digests are made.

The form is JSON without spaces, in a fixed order of columns, with the store's name first: a row moved to another store,
column or time has another form. What is written here must never change: old seals are over it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

EVENT_COLUMNS = (
    "at",
    "worker",
    "agency",
    "action",
    "outcome",
    "kind",
    "object",
    "family",
    "others",
    "fields",
    "relationship",
    "request",
    "nonce",
)
SEAL_COLUMNS = ("number", "first_id", "last_id", "events", "digest", "previous", "sealed_at")
# What the first seal follows.
NOTHING = "0" * 64

_write = json.JSONEncoder(separators=(",", ":")).encode


def moment(at: datetime) -> str:
    """A time to the microsecond, in UTC: as both databases keep it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def event_form(store: str, values: Sequence[Any]) -> bytes:
    """The written form of an event's columns, in the order of `EVENT_COLUMNS`; its id is bound by the seal."""
    at, worker, agency, action, outcome, kind, thing, family, others, fields, relationship, request, nonce = values
    return _write(
        [
            store,
            moment(at),
            worker and str(worker),
            agency and str(agency),
            action,
            outcome,
            kind,
            thing,
            family and str(family),
            others,
            fields,
            relationship,
            request,
            nonce,
        ]
    ).encode("ascii")


def read_event(store: str, values: Sequence[Any] | None) -> tuple[bytes, str]:
    """The written form and the code of an event as it is now (`EVENT_COLUMNS`, then ``mac``).

    What somebody made unreadable has a form that no code is over: it can be sealed, and never holds.
    """
    try:
        if values is not None:
            return event_form(store, values[:-1]), str(values[-1])
    except (TypeError, ValueError, AttributeError, OverflowError):
        pass
    return b"?", "?"


def seal_form(store: str, values: Sequence[Any]) -> bytes:
    """The written form of a seal's columns, in the order of `SEAL_COLUMNS`."""
    return _write([store, *values[:-1], moment(values[-1])]).encode("ascii")


def code(key: bytes, kind: str, form: bytes) -> str:
    """The keyed code over a form: nobody makes one without the key."""
    return hmac.digest(key, kind.encode("ascii") + b"\0" + form, "sha256").hex()


class Digest:
    """The digest over events in the order of their ids; takes any number of them in the same memory."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()
        self.events = 0
        self.first_id: int | None = None
        self.last_id = 0

    def add(self, event_id: int, form: bytes, mac: str) -> None:
        """One more event. A form holds no line break, so that no two runs of events write the same lines."""
        self._sum.update(b"%d %s %s\n" % (event_id, form, mac.encode("utf-8", "backslashreplace")))
        self.events += 1
        self.first_id = event_id if self.first_id is None else self.first_id
        self.last_id = event_id

    def hex(self) -> str:
        """The digest so far."""
        return self._sum.hexdigest()

"""Verifies the audit of a store: every event's code, every seal, the chain, the heads file and the refusing triggers.

It reads each event once, in the order of ids, beside the seals and the lines of the heads file, in the same memory
however many there are. It reports all that is wrong and never a value.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import Count, Max

from thinkfamily.casework.audit import heads, triggers
from thinkfamily.casework.audit.canonical import (
    EVENT_COLUMNS,
    NOTHING,
    SEAL_COLUMNS,
    Digest,
    code,
    read_event,
    seal_form,
)
from thinkfamily.casework.audit.errors import AuditTamperedError
from thinkfamily.casework.audit.key import key
from thinkfamily.casework.audit.models import AuditEvent, AuditSeal
from thinkfamily.casework.audit.rows import rows

# Of a store with very many faults, the first are told one by one and the rest counted.
MOST_FAULTS = 50


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written.

    Attributes:
        says: what, without any value.
        event: the event's id, where it is known.
        seal: the seal's number, where it is known.
    """

    says: str
    event: int | None = None
    seal: int | None = None

    def __str__(self) -> str:
        where = [f"event {self.event}" if self.event is not None else "", f"seal {self.seal}" if self.seal else ""]
        return f"{', '.join(part for part in where if part) or 'the store'}: {self.says}"


@dataclass
class Checked:
    """What was checked in one store, and what was found.

    Attributes:
        events: events read, of which ``unsealed`` are not under a seal yet.
        from_at: when the first event happened, and ``until_at`` the last.
        head: the last seal's digest, to be compared with one noted elsewhere.
        lost: for each restore on purpose, how many seals went with it.
        notes: what a loss of power or a restore left, which is no fault.
        faults: the first of what is wrong; ``more`` counts the others.
    """

    store: str
    events: int = 0
    unsealed: int = 0
    seals: int = 0
    from_at: datetime | None = None
    until_at: datetime | None = None
    sealed_at: datetime | None = None
    head: str = NOTHING
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more: int = 0

    def fault(self, says: str, *, event: int | None = None, seal: int | None = None) -> None:
        """Note one thing that is wrong."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(says, event, seal))
        else:
            self.more += 1


def verify(using: str = "default", *, advance: Callable[[int], None] = lambda events: None) -> Checked:
    """Check a store's audit, and fail if anything is wrong.

    Raises:
        AuditTamperedError: with the first event and seal that do not hold.
    """
    checked = check(using, advance=advance)
    if checked.faults:
        raise tampered(checked)
    return checked


def tampered(checked: Checked) -> AuditTamperedError:
    """The error that tells what is wrong with a store."""
    count = len(checked.faults) + checked.more
    return AuditTamperedError(
        "TF-AUDIT-003",
        f"store {checked.store}, {checked.faults[0]}",
        found=f"Found {count:,} {'thing' if count == 1 else 'things'} in the audit other than as written.",
        means="Somebody changed the audit outside the site, or a disk is failing. What is named cannot be relied on.",
        do="Keep the database and the heads file as they are, and call information governance. See docs/how-to/verify-the-audit.md.",
    )


def check(using: str = "default", *, advance: Callable[[int], None] = lambda events: None) -> Checked:
    """Check a store's audit and report everything found.

    Args:
        using: the store.
        advance: told of every so many events, for a progress bar.
    """
    checked = Checked(using)
    with heads.locked(using) as book:
        # Held for a moment, so that what is read of seals and heads is of one time.
        newest_seal = AuditSeal.objects.using(using).aggregate(newest=Max("number"))["newest"]
        newest_event = AuditEvent.objects.using(using).aggregate(newest=Max("pk"))["newest"]
        size = book.size
        if book.was_torn:
            checked.notes.append("The heads file ended in half a line, as a loss of power leaves it; it was removed.")
    for name in triggers.missing(connections[using]):
        checked.fault(f"the trigger {name} is not there: the database would let the audit be changed")
    _check_copies(checked)
    _Walk(checked, using, newest_event, newest_seal, size, advance).run()
    return checked


def has_head(using: str, digest: str) -> bool:
    """Whether a store's chain has a seal with a digest that somebody noted elsewhere."""
    return AuditSeal.objects.using(using).filter(digest=digest).exists()


def count(using: str) -> int:
    """How many events `check` will read, for a progress bar."""
    return AuditEvent.objects.using(using).count()


def _check_copies(checked: Checked) -> None:
    """Every event has something random in it: two alike are a copy, its code and all."""
    again = AuditEvent.objects.using(checked.store).order_by().values("mac").annotate(times=Count("pk"), last=Max("pk"))
    for last in again.filter(times__gt=1).values_list("last", flat=True)[: MOST_FAULTS + 1]:
        checked.fault("is a copy of another event", event=last)


class _Walk:
    """One pass over a store: events, seals and heads side by side."""

    def __init__(
        self,
        checked: Checked,
        using: str,
        newest: int | None,
        seals: int | None,
        size: int,
        advance: Callable[[int], None],
    ) -> None:
        self.checked, self.using, self.key, self.advance = checked, using, key(), advance
        none_at_all = newest is None
        self.events = iter(()) if none_at_all else rows(AuditEvent, (*EVENT_COLUMNS, "mac"), using, upto=newest)
        self.seals = iter(()) if seals is None else rows(AuditSeal, (*SEAL_COLUMNS, "mac"), using, upto=seals)
        self.heads = self._heads(size)
        self.event: Any = next(self.events, None)
        self.head: heads.Head | None = next(self.heads, None)

    def run(self) -> None:
        """Walk to the end."""
        previous, expected = NOTHING, 1
        for number, values in self.seals:
            if number != expected:
                self.checked.fault("is missing" if number > expected else "was added", seal=min(number, expected))
            expected = number + 1
            previous = self._seal(number, values, previous)
        while self.event is not None:
            self._take(Digest(), None)
            self.checked.unsealed += 1
        while self.head is not None:
            lines = self._lines_of(self.head.seal)
            # An attempt that was not committed is no loss; a seal that was is one.
            if any(head.state != heads.SEALING for head in lines) or lines[0].seal != expected:
                self.checked.fault(
                    "is in the heads file and not in the database: restored from a backup, or removed",
                    seal=lines[0].seal,
                )

    def _seal(self, number: int, values: tuple[Any, ...] | None, previous: str) -> str:
        """Check one seal and the events under it; what the next seal should follow."""
        checked, digest = self.checked, Digest()
        checked.seals += 1
        try:
            _, first_id, last_id, events, written, follows, at, mac = values  # type: ignore[misc]
            is_genuine = hmac.compare_digest(str(mac), code(self.key, "seal", seal_form(self.using, values[:-1])))  # type: ignore[index]
            within = int(last_id)
        except (TypeError, ValueError, AttributeError, OverflowError):
            checked.fault("cannot be read", seal=number)
            return ""
        if not is_genuine:
            checked.fault("its code does not hold: it was changed or made by somebody without the key", seal=number)
        if follows != previous:
            checked.fault("does not follow the seal before it", seal=number)
        while self.event is not None and self.event[0] <= within:
            self._take(digest, number)
        if digest.events != events:
            checked.fault(f"holds {digest.events} events in place of {events}: some were removed or added", seal=number)
        elif (digest.hex(), digest.first_id, digest.last_id) != (written, first_id, last_id):
            checked.fault(f"its events (ids {first_id} to {last_id}) are not those that were sealed", seal=number)
        self._compare_head(number, str(mac))
        checked.head, checked.sealed_at = str(written), at
        return str(mac)

    def _take(self, digest: Digest, seal: int | None) -> None:
        """Check the event at hand, add it to a digest, and go to the next."""
        checked, (event_id, values) = self.checked, self.event
        form, mac = read_event(self.using, values)
        digest.add(event_id, form, mac)
        if not mac.isascii() or not hmac.compare_digest(mac, code(self.key, "event", form)):
            says = "cannot be read" if form == b"?" else "its code does not hold: it was changed or added from outside"
            checked.fault(says, event=event_id, seal=seal)
        elif values is not None:
            checked.from_at = min(checked.from_at or values[0], values[0])
            checked.until_at = max(checked.until_at or values[0], values[0])
        checked.events += 1
        if checked.events % 1000 == 0:
            self.advance(1000)
        self.event = next(self.events, None)

    def _heads(self, size: int) -> Iterator[heads.Head]:
        """The lines in force; those that do not hold are reported on the way."""
        for head in heads.read(self.using, size):
            if not head.is_sound:
                self.checked.fault(f"line {head.line} of the heads file was changed, or lines before it were removed")
                return
            if head.state == heads.RESTORED:
                self.checked.notes.append(f"Restored on purpose to seal {head.seal} at {head.at[:16]} UTC.")
        yield from heads.in_force(self.using, size)

    def _lines_of(self, number: int) -> list[heads.Head]:
        """Take the lines about one seal."""
        lines = []
        while self.head is not None and self.head.seal == number:
            lines.append(self.head)
            self.head = next(self.heads, None)
        return lines

    def _compare_head(self, number: int, mac: str) -> None:
        """Check that the heads file tells of this very seal."""
        while self.head is not None and self.head.seal < number:
            self.checked.fault("is in the heads file and not in the database", seal=self.head.seal)
            self._lines_of(self.head.seal)
        lines = self._lines_of(number)
        if not lines or lines[-1].seal_mac != mac:
            self.checked.fault("is not what the heads file says of it", seal=number)
        elif lines[-1].state != heads.SEALED:
            self.checked.notes.append(
                f"The heads file lacks the second line of seal {number}: a process was killed there, or it was cut off."
            )

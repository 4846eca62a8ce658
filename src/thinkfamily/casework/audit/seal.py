"""Sealing: a digest over the events since the last seal, chained to it, its head written outside the database.

Only settled events are sealed: those below which no open transaction can still commit an event. On SQLite writers come one
after the other, so that what can be read is settled. On PostgreSQL ids are drawn before their transactions commit, in any
order; see `_settled_on_postgresql`.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import connections, transaction
from django.db.models import Max
from django.utils import timezone

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
from thinkfamily.casework.audit.heads import RESTORED, SEALED, SEALING, Book, in_force, locked
from thinkfamily.casework.audit.key import key
from thinkfamily.casework.audit.models import AuditEvent, AuditSeal
from thinkfamily.casework.audit.rows import rows

# Each keeps an audit of its own looks and changes.
STORES = ("default", "candidates")
# Our choices. What is not sealed yet can be cut off unseen, so a seal is made often: after this many events or seconds.
SEAL_EVENTS = 500
SEAL_SECONDS = 60
# The most events of one seal: what has to be looked through when one does not hold.
MOST_EVENTS = 1000
# How long sealing waits for transactions that were open when it began; then the next sealing tries.
PATIENCE_SECONDS = 5.0


def seal_due() -> int:
    """Seal each store whose unsealed events are many or old enough; the events sealed. For the site's own clock."""
    sealed = 0
    for using in STORES:
        last = _last_seal(using)
        unsealed = AuditEvent.objects.using(using).filter(pk__gt=last.last_id if last else 0).order_by("pk")
        oldest = unsealed.values_list("at", flat=True).first()
        if oldest is None:
            continue
        is_old = oldest <= timezone.now() - timedelta(seconds=SEAL_SECONDS)
        if is_old or unsealed[:SEAL_EVENTS].count() == SEAL_EVENTS:
            sealed += seal(using)
    return sealed


def seal(using: str = "default", *, patience: float = PATIENCE_SECONDS) -> int:
    """Seal every settled event of a store; the events sealed.

    Two processes that seal at once do so one after the other. Killed at any moment, it has sealed or it has not.

    Raises:
        AuditTamperedError: the heads file tells of a later seal than the database holds, or of another.
    """
    upto = settled(using, patience)
    sealed = 0
    with locked(using) as book:
        last = _last_seal(using)
        _agree(book, last)
        while upto is not None:
            made = _next_seal(using, last, upto)
            if made is None:
                break
            book.append(SEALING, made)
            with transaction.atomic(using=using, durable=True):
                made.save(using=using, force_insert=True)
            book.append(SEALED, made)
            last = made
            sealed += made.events
    return sealed


def note_restore(using: str) -> int:
    """Write to the heads file that the database was restored on purpose; the number of seals that are lost by it.

    The loss stays in the file for ever, and `verify` tells of it each time.
    """
    with locked(using) as book:
        last = _last_seal(using)
        there = last.number if last else 0
        later = {head.seal for head in in_force(using, book.size) if head.state == SEALED and head.seal > there}
        if later:
            book.append(RESTORED, last)
    return len(later)


def settled(using: str, patience: float) -> int | None:
    """The highest event id below which no transaction can add an event any more; None when it cannot be known yet."""
    if connections[using].vendor == "postgresql":
        return _settled_on_postgresql(using, patience)
    return AuditEvent.objects.using(using).aggregate(newest=Max("pk"))["newest"]


def _settled_on_postgresql(using: str, patience: float) -> int | None:
    """Wait for those who hold a writer's lock on the events now.

    A transaction takes that lock before it draws an id and keeps it to its end. So whoever drew an id below the newest we can
    see either has ended or holds the lock at this moment; once these few have ended, nothing below can appear. Writers are
    never kept waiting, and those who begin later do not matter.
    """
    newest = AuditEvent.objects.using(using).aggregate(newest=Max("pk"))["newest"]
    waiting_for = _writers(using)
    until = time.monotonic() + patience
    while waiting_for & _writers(using):
        if time.monotonic() >= until:
            return None
        time.sleep(0.02)
    return newest


def _writers(using: str) -> set[str]:
    """The transactions, but ours, that hold a writer's lock on the events."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND granted "
            "AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') "
            "AND relation = %s::regclass AND pid IS DISTINCT FROM pg_backend_pid() "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [AuditEvent._meta.db_table],
        )
        return {transaction for (transaction,) in cursor.fetchall()}


def _last_seal(using: str) -> Any:
    return AuditSeal.objects.using(using).order_by("-number").first()


def _next_seal(using: str, last: Any, upto: int) -> Any:
    """The seal over the next settled events, not yet saved; None where there are none."""
    digest = Digest()
    after = last.last_id if last else None
    for event_id, values in rows(AuditEvent, (*EVENT_COLUMNS, "mac"), using, after=after, upto=upto, most=MOST_EVENTS):
        digest.add(event_id, *read_event(using, values))
    if digest.first_id is None:
        return None
    made = AuditSeal(
        number=(last.number if last else 0) + 1,
        first_id=digest.first_id,
        last_id=digest.last_id,
        events=digest.events,
        digest=digest.hex(),
        previous=last.mac if last else NOTHING,
        sealed_at=timezone.now(),
    )
    made.mac = code(key(), "seal", seal_form(using, [getattr(made, column) for column in SEAL_COLUMNS]))
    return made


def _agree(book: Book, last: Any) -> None:
    """Compare the end of the heads file with the last seal, and write the line that a killed process left out."""
    head = book.last
    number = last.number if last else 0
    if head is None:
        is_good = last is None
    elif head.state == SEALING:
        is_good = (
            (head.seal == number and head.seal_mac == last.mac) if head.seal <= number else head.seal == number + 1
        )
    else:
        is_good = head.seal == number and (last is None or head.seal_mac == last.mac)
    if not is_good or (head is not None and not head.is_sound):
        raise AuditTamperedError(
            "TF-AUDIT-002",
            f"audit/{book.store}.heads.jsonl",
            found=f"Found a heads file that ends with seal {head.seal if head else 0}; the database ends with seal {number}.",
            means="The database was restored from a backup, or one of the two was tampered with. Nothing more is sealed.",
            do="Run: thinkfamily audit verify. After a restore that you know of, run: thinkfamily audit restored.",
        )
    if head is not None and head.state == SEALING and head.seal == number:
        book.append(SEALED, last)

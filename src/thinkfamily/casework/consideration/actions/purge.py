"""Purge what was not taken up, with proof, so that nothing of it is left in the database's file.

Somebody may purge what can go today; what has reached its day goes by the site's own clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.actions.erase import erase
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.models import Batch, Candidate, CandidatePacket, Decision, Purge
from thinkfamily.casework.consideration.permissions import require
from thinkfamily.casework.consideration.queries.purge import goes, to_purge, unscrubbed


def purge(*, by: Any) -> list[Purge]:
    """Purge whatever can go today: taken up, decided against and signed, or past its day. One row per packet.

    What was signed to be considered and is not taken up yet stays: somebody who may sign finishes that first.
    """
    require(by, "desk.purge")
    made = _erase(to_purge(), by)
    if not made:
        # That somebody asked is recorded too, where there was nothing to do.
        record("desk.purge", by=by, kind="desk", using=STORE)
    scrub(by=by)
    return made


def purge_due() -> int:
    """Purge what its packet's day has come for, and tell the desk of each proof; how many families went.

    What was signed to be considered stays, as by hand. It can be stopped anywhere: the next turn finishes it.
    """
    made = _erase(to_purge().filter(purge_on__lte=timezone.localdate()), None)
    lately = Purge.objects.filter(purged_by__isnull=True, purged_at__gte=timezone.now() - timedelta(days=2))
    desk = list(chain(holding_role("matching_lead"), holding_role("governance")))
    for each in lately:
        tell("desk_purged", each.pk, desk)
    scrub(by=None)
    return sum(each.candidates for each in made)


def _erase(packets: Iterable[CandidatePacket], by: Any) -> list[Purge]:
    """Erase what can go today of some packets; one row per packet of which something still stood."""
    made = []
    for packet in packets:
        with transaction.atomic(using=STORE):
            CandidatePacket.objects.select_for_update().get(pk=packet.pk)
            # Somebody may have purged it since the packets were listed.
            if goes().filter(packet=packet).exists():
                made.append(erase(packet, Candidate.objects.filter(pk__in=goes().values("pk")), by))
    return made


def scrub(*, by: Any) -> bool:
    """Have the database write over what it deleted; whether it has.

    It cannot while a transaction is open or somebody reads: the purges then stay marked, and the next one does it.
    """
    connection = connections[STORE]
    if not unscrubbed():
        return True
    if connection.in_atomic_block or not _rewrite(connection):
        return False
    with transaction.atomic(using=STORE):
        done = Purge.objects.filter(scrubbed_at__isnull=True)
        purged = list(done.values_list("pk", flat=True))
        done.update(scrubbed_at=timezone.now())
        record("desk.scrub", by=by, kind="purge", others=purged, using=STORE)
    return True


def _rewrite(connection: Any) -> bool:
    """Rewrite the database's file, or on PostgreSQL its tables, without what was deleted; whether it worked."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for model in (Candidate, Decision, Batch):
                cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(model._meta.db_table)}")
            return True
        cursor.execute("VACUUM")
        # The journal still holds the pages as they were: it is emptied too, unless somebody reads from it.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = cursor.fetchone()[0]
    return not is_busy

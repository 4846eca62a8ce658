"""Erases candidates, and leaves the proof: how many, a hash of what went, who and when."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.actions.tally import tally
from thinkfamily.casework.consideration.models import (
    NOT_A_FAMILY,
    NOT_NOW,
    UNDECIDED,
    Candidate,
    CandidatePacket,
    Purge,
)


def erase(packet: CandidatePacket, candidates: QuerySet[Candidate], by: Any) -> Purge:
    """Delete some candidates of one packet with everything said about them, and write what proves it."""
    with transaction.atomic(using=STORE):
        rows = list(candidates.filter(packet=packet).order_by("handle").prefetch_related("decisions__batch").distinct())
        counts = {"taken_up": 0, NOT_NOW: 0, NOT_A_FAMILY: 0, UNDECIDED: 0}
        digest = hashlib.sha256()
        for candidate in rows:
            end = _end_of(candidate)
            counts[end] += 1
            if end == UNDECIDED:
                tally(candidate, packet, UNDECIDED)
            digest.update(_bytes_of(candidate))
        made = Purge.objects.create(
            packet_id=packet.packet_id, content_sha256=digest.hexdigest(), purged_by=getattr(by, "pk", None), **counts
        )
        Candidate.objects.filter(pk__in=[candidate.pk for candidate in rows]).delete()
        packet.batches.filter(decisions__isnull=True).delete()
        record(
            "desk.purge",
            by=by,
            kind="purge",
            object=made.pk,
            others=[packet.pk, *(candidate.pk for candidate in rows)],
            using=STORE,
        )
    return made


def _end_of(candidate: Candidate) -> str:
    """Under what a candidate is counted: the name of a column of `Purge`."""
    for decision in candidate.decisions.all():
        if decision.promoted_at is not None:
            return "taken_up"
        if decision.returned_at is None and decision.batch.signed_at is not None and decision.outcome != "consider":
            return decision.outcome
    return UNDECIDED


def _bytes_of(candidate: Candidate) -> bytes:
    """What the hash is taken of: the family's rows and the decisions on it, in one form."""
    said = [
        [str(decision.pk), decision.outcome, decision.reasons, decision.returned_because]
        for decision in candidate.decisions.all()
    ]
    body = {"handle": candidate.handle, "content": candidate.content, "decisions": said}
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode() + b"\n"

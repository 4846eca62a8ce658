"""Counts that outlive the families: how many of which group were considered, and how many not."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from thinkfamily.casework.consideration.models import Candidate, CandidatePacket, Tally
from thinkfamily.casework.consideration.queries.groups import groups_of


def tally(candidate: Candidate, packet: CandidatePacket, outcome: str) -> None:
    """Count one family under each of its groups, in the transaction that is under way."""
    for kind, group in groups_of(candidate.content, packet.as_at):
        key: dict[str, Any] = {"packet": packet, "kind": kind, "group": group, "outcome": outcome}
        Tally.objects.get_or_create(**key)
        Tally.objects.filter(**key).update(families=F("families") + 1)

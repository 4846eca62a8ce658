"""Removes one file whole, in the transaction that is under way, and leaves what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from thinkfamily.casework.agencies.actions.forget import forget_member
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.models import SentForm
from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.imports.traces import digests_of, remove
from thinkfamily.casework.referrals.actions.purge import empty_of_file, forget_found
from thinkfamily.casework.retention.everything import counted, everything
from thinkfamily.casework.secrets.cipher import fingerprint

BATCH = 400


@dataclass(frozen=True)
class Gone:
    """What proves that one file went.

    Attributes:
        deleted: how many rows of each table.
        digest: a keyed digest of every value of them.
        handles: by what the desk's own store still knows the family and its people.
    """

    deleted: dict[str, int]
    digest: str
    handles: list[str]


def erase(family: UUID, purpose: str) -> Gone:
    """Remove one file whole: rows go, requests for help are emptied, accounts of its members end without a name.

    Args:
        family: the file.
        purpose: what the digest is for: equal files have different digests.
    """
    emptied = empty_of_file(family)
    traces = everything(family)
    people = list(traces.get(Person, {}))
    handles = _handles(Family, [family]) + _handles(Person, people)
    digest = fingerprint(settings.INSTANCE.folder, digests_of(traces)[family], f"file, version 1, {purpose}")
    deleted = counted(traces)
    forgotten = [forget_member(worker) for worker in Worker.objects.filter(person_id__in=people)]
    found = forget_found(family, people)
    ids = [str(pk) for rows in traces.values() for pk in rows]
    for start in range(0, len(ids), BATCH):
        SentForm.objects.filter(object__in=ids[start : start + BATCH]).delete()
    remove(traces)
    changed = {"referrals.Referral": emptied, "referrals.ReferralSearch": found, "agencies.Worker": len(forgotten)}
    masked = {f"{label} (emptied)": count for label, count in changed.items() if count}
    return Gone(deleted | masked, digest, handles)


def _handles(model: Any, ids: list[Any]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(ids), BATCH):
        rows = model.objects.filter(pk__in=ids[start : start + BATCH], handle__isnull=False)
        found += rows.values_list("handle", flat=True)
    return found

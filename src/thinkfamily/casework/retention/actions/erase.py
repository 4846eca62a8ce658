"""Removes the files of a round whole, in the transaction that is under way, and leaves what proves each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    handles: list[str] = field(default_factory=list)


def erase(files: Mapping[UUID, str]) -> dict[UUID, Gone]:
    """Remove some files whole, all at once: rows go, requests for help are emptied, accounts of members end without a name.

    Args:
        files: for each file what its digest is for: equal files have different digests.
    """
    changed: dict[UUID, dict[str, int]] = {family: {"referrals.Referral": empty_of_file(family)} for family in files}
    traces = everything(files)
    people = traces.get(Person, {})
    handles = _handles(Family, {family: family for family in files})
    for family, some in _handles(Person, people).items():
        handles[family] += some
    digests, deleted = digests_of(traces), counted(traces)
    for worker in _found(Worker.objects.all(), "person_id", list(people)):
        family = people[worker.person_id]
        forget_member(worker)
        changed[family]["agencies.Worker"] = changed[family].get("agencies.Worker", 0) + 1
    for family in files:
        theirs = [person for person, of in people.items() if of == family]
        changed[family]["referrals.ReferralSearch"] = forget_found(family, theirs)
    ids = [str(pk) for rows in traces.values() for pk in rows]
    for start in range(0, len(ids), BATCH):
        SentForm.objects.filter(object__in=ids[start : start + BATCH]).delete()
    remove(traces)
    return {
        family: Gone(
            deleted[family] | {f"{label} (emptied)": count for label, count in changed[family].items() if count},
            fingerprint(settings.INSTANCE.folder, digests[family], f"file, version 1, {purpose}"),
            handles[family],
        )
        for family, purpose in files.items()
    }


def _handles(model: Any, rows: Mapping[Any, UUID]) -> dict[UUID, list[str]]:
    """By what the desk's own store knows some rows, by the file that each goes with."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in _found(model._base_manager.filter(handle__isnull=False).only("handle"), "pk", list(rows)):
        found[rows[row.pk]].append(row.handle)
    return found


def _found(rows: Any, column: str, values: list[Any]) -> list[Any]:
    return [
        row
        for start in range(0, len(values), BATCH)
        for row in rows.filter(**{f"{column}__in": values[start : start + BATCH]})
    ]

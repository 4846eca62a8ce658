"""Workers' own families and relatives: kept apart from their files without anybody learning whose these are.

A worker says who they are and who they are close to. A keyed fingerprint of name and date of birth is compared with those of
the members of families: who is the same in both is kept apart at once. What falls short of that is found by `families.near`, and
keeps apart once information governance has decided so. The worker is told nothing of what was found.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from thinkfamily.casework.access.models import (
    Conflict,
    ConflictEnded,
    DeclaredMark,
    NearMatch,
    Notice,
    RelativeDeclared,
)
from thinkfamily.casework.access.near import tell_of
from thinkfamily.casework.access.queries.recipients import governance_of
from thinkfamily.casework.audit.record import record

RELATIVE = "relative"


@transaction.atomic
def find_conflicts(
    *, families: Iterable[UUID] | None = None, people: Iterable[UUID] | None = None, worker: UUID | None = None
) -> list[Conflict]:
    """Conflicts that declared relatives give rise to and that were not recorded yet; each is reported to governance.

    Args:
        families: look only among the members of these.
        people: look only at these people.
        worker: look only at what this worker declared.
    """
    declared = RelativeDeclared.objects.all()
    if worker is not None:
        declared = declared.filter(worker=worker)
    members = apps.get_model("families", "Member").objects.all()
    if families is not None:
        members = members.filter(family__in=list(families))
    if people is not None:
        members = members.filter(person__in=list(people))
    hits = members.filter(
        person__fingerprints__kind=RELATIVE, person__fingerprints__fingerprint__in=declared.values("fingerprint")
    ).values_list("family_id", "person__fingerprints__fingerprint")
    found = []
    for family_id, made in sorted(set(hits), key=str):
        for one in declared.filter(fingerprint=made):
            if _is_ended(family_id, one):
                continue
            conflict, is_new = Conflict.objects.get_or_create(
                family_id=family_id, worker_id=one.worker_id, defaults={"kind": one.kind, "recorded_by": one.worker_id}
            )
            if is_new:
                found.append(conflict)
                report(conflict, by=None)
    return [*found, *_of_near(members, worker)]


def _of_near(members: Any, worker: UUID | None) -> list[Conflict]:
    """Conflicts that follow from what information governance decided of near matches."""
    decided = NearMatch.objects.filter(is_close=True).select_related("declared")
    if worker is not None:
        decided = decided.filter(worker=worker)
    hits = members.filter(person__in=decided.values("person")).values_list("family_id", "person_id")
    found = []
    for family_id, person_id in sorted(set(hits), key=str):
        for one in decided.filter(person=person_id):
            ended = ConflictEnded.objects.filter(
                family=family_id, worker=one.worker_id, ended_at__gt=one.decided_at
            ).exists()
            if ended:
                continue
            about: dict[str, Any] = {"kind": one.declared.kind, "recorded_by": one.decided_by}
            conflict, is_new = Conflict.objects.get_or_create(
                family_id=family_id, worker_id=one.worker_id, defaults=about
            )
            if is_new:
                found.append(conflict)
                report(conflict, by=None)
    return found


def marks_of(family_id: UUID, worker_id: UUID) -> list[str]:
    """The fingerprints by which one family is that of somebody whom one worker declared."""
    declared = RelativeDeclared.objects.filter(worker=worker_id).values("fingerprint")
    members = apps.get_model("families", "Member").objects.filter(
        family=family_id, person__fingerprints__kind=RELATIVE, person__fingerprints__fingerprint__in=declared
    )
    return sorted(set(members.values_list("person__fingerprints__fingerprint", flat=True)))


def _is_ended(family_id: UUID, declared: RelativeDeclared) -> bool:
    """Whether it was said since it was declared that the one known here is somebody else."""
    ended = ConflictEnded.objects.filter(
        family=family_id, worker=declared.worker_id, ended_at__gt=declared.declared_at
    ).values_list("marks", flat=True)
    return any(declared.fingerprint in marks for marks in ended)


def report(conflict: Conflict, *, by: Any) -> None:
    """Record a conflict in the audit and put it before information governance."""
    record(
        "conflict.record",
        by=by,
        kind="conflict",
        object=conflict.pk,
        family=conflict.family_id,
        others=[conflict.worker_id],
        fields=["family", "kind", "worker"],
    )
    Notice.objects.bulk_create(
        [Notice(to=to, kind="conflict_found", about=conflict.pk) for to in governance_of(conflict.family)],
        ignore_conflicts=True,
    )


def account_written(sender: Any, instance: Any, raw: bool = False, **about: Any) -> None:
    """Receiver: an account was retired. Whom its worker named serves nothing any more, and is not kept in words."""
    if not raw and not instance.is_active:
        DeclaredMark.objects.filter(declared__worker=instance).delete()
        RelativeDeclared.objects.filter(worker=instance).update(said="")


def member_written(sender: Any, instance: Any, raw: bool = False, **about: Any) -> None:
    """Receiver: somebody joined a family."""
    if not raw:
        find_conflicts(families=[instance.family_id], people=[instance.person_id])
        tell_of([instance.person_id])

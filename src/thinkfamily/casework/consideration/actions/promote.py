"""Take up the families of a signed batch: from the candidates' store into the case store, each exactly once.

The two stores are two databases, and no transaction spans both. So a family is first written to the case store, where its
handle can stand only once, and then marked here. A process that is killed between the two leaves a family that stands in
casework and is not marked; doing it again finds it there, and marks it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.agencies.queries import team_of_area
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions import open_case
from thinkfamily.casework.consideration.actions.erase import erase
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.models import CONSIDER, Batch, Candidate, Decision, TakenUp
from thinkfamily.casework.consideration.permissions import require
from thinkfamily.casework.consideration.queries.apart import in_casework
from thinkfamily.casework.families.actions.take_up import take_up


def promote(batch_id: Any, *, by: Any) -> int:
    """Take up every family of a signed batch that was to be considered, and erase what the desk held of it.

    It can be repeated, after whatever interruption.

    Args:
        batch_id: a signed batch.
        by: who takes them up: somebody who may sign.

    Returns:
        how many were taken up now.

    Raises:
        ObjectDoesNotExist: there is no such batch, or it is not signed.
    """
    require(by, "desk.sign")
    batch = Batch.objects.select_related("packet").get(pk=batch_id, signed_at__isnull=False)
    waiting = Decision.objects.filter(batch=batch, outcome=CONSIDER, returned_at__isnull=True)
    done = 0
    for decision_id in waiting.filter(promoted_at__isnull=True).order_by("candidate__handle").values_list("pk"):
        done += _take_up(decision_id[0], batch, by)
    taken = Candidate.objects.filter(decisions__in=waiting.filter(promoted_at__isnull=False))
    if taken.exists():
        erase(batch.packet, taken, by)
    return done


def _take_up(decision_id: UUID, batch: Batch, by: Any) -> bool:
    """Take up one family; whether it had not been."""
    with transaction.atomic(using=STORE):
        # Held until the end: another process that takes up the same batch waits, and then finds it done.
        decision = Decision.objects.select_for_update().get(pk=decision_id)
        if decision.promoted_at is not None:
            return False
        candidate = Candidate.objects.get(pk=decision.candidate_id)
        _into_casework(candidate, decision, batch, by)
        TakenUp.objects.get_or_create(
            handle=candidate.handle,
            defaults={
                "series": batch.packet.series,
                "packet_id": batch.packet.packet_id,
                "decided_by": decision.decided_by,
                "signed_by": batch.signed_by or by.pk,
            },
        )
        decision.promoted_at = timezone.now()
        decision.save(update_fields=["promoted_at"])
        record("candidate.take_up", by=by, kind="candidate", object=candidate.pk, others=[decision.pk], using=STORE)
    return True


@transaction.atomic
def _into_casework(candidate: Candidate, decision: Decision, batch: Batch, by: Any) -> None:
    """Write one family, its case and the audit of both in the case store, or nothing of them; once."""
    if in_casework([candidate.handle]):
        return
    # Only who is in the family crosses: needs, services and costs follow when the family has agreed.
    content = {name: candidate.content[name] for name in ("family", "people", "ties")}
    family = take_up(content, handle=candidate.handle, team=team_of_area(candidate.area), by=by)
    about = {"profile": decision.profile, "tier": decision.tier}
    open_case(family, programme=batch.packet.programme, why=decision.reasons, by=by, **about)
    record(
        "family.take_up",
        by=by,
        kind="family",
        object=family.pk,
        family=family.pk,
        others=[decision.pk, batch.pk, decision.decided_by, batch.signed_by],
    )

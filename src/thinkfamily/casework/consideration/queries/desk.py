"""The desk's lists: packets, candidates and batches. Nothing is ordered by what is known of a family."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.consideration.models import CONSIDER, Batch, Candidate, CandidatePacket, Decision
from thinkfamily.casework.consideration.queries.apart import visible

OPEN, DECIDED, SIGNED = "open", "decided", "signed"
STATES = [(OPEN, _("To be decided")), (DECIDED, _("Decided, not signed")), (SIGNED, _("Signed"))]


def candidates(worker: Any, *, area: str = "", state: str = "") -> QuerySet[Candidate]:
    """One row per candidate that a worker may see, with its ``state``, in the order of handles: an order of chance.

    Args:
        worker: who asks.
        area: those of one area only.
        state: those of one state only.
    """
    standing = Decision.objects.filter(candidate=OuterRef("pk"), returned_at__isnull=True)
    found = (
        visible(worker)
        .annotate(
            state=Case(
                When(Exists(standing.filter(batch__signed_at__isnull=False)), then=Value(SIGNED)),
                When(Exists(standing), then=Value(DECIDED)),
                default=Value(OPEN),
                output_field=CharField(),
            )
        )
        .defer("content")
        .order_by("handle", "pk")
    )
    if area:
        found = found.filter(area=area)
    return found.filter(state=state) if state else found


def areas(worker: Any) -> list[str]:
    """The areas of the candidates that a worker may see."""
    return list(visible(worker).exclude(area="").order_by("area").values_list("area", flat=True).distinct())


def packets(worker: Any) -> list[CandidatePacket]:
    """One row per packet of which a worker may see a candidate, with how many ``families``; the one to be purged soonest first."""
    seen = dict(visible(worker).order_by().values_list("packet").annotate(number=Count("pk")))
    found = list(CandidatePacket.objects.filter(pk__in=seen).order_by("purge_on", "pk"))
    for one in found:
        one.families = seen[one.pk]  # type: ignore[attr-defined]
    return found


def batches(worker: Any) -> QuerySet[Batch]:
    """One row per batch with a decision that a worker may see and that is not signed, or not all taken up yet."""
    own = Decision.objects.filter(batch=OuterRef("pk"), returned_at__isnull=True, candidate__in=visible(worker))
    waiting = Decision.objects.filter(
        batch=OuterRef("pk"), returned_at__isnull=True, outcome=CONSIDER, promoted_at__isnull=True
    )
    unsigned = Q(signed_at__isnull=True) & Exists(own)
    return (
        Batch.objects.filter(unsigned | (Q(signed_at__isnull=False) & Exists(waiting)))
        .select_related("packet")
        .order_by("opened_at", "pk")
    )


def batch_for(worker: Any, batch_id: Any) -> Batch | None:
    """One batch that is to be signed, or taken up; None where it is not there, or holds nothing they may see."""
    return batches(worker).filter(pk=batch_id).first()


def decisions_in(worker: Any, batch: Batch) -> list[Decision]:
    """One row per standing decision of a batch that a worker may see, with its candidate, in the order of handles."""
    rows = Decision.objects.filter(batch=batch, returned_at__isnull=True, candidate__in=visible(worker))
    return list(rows.select_related("candidate").order_by("candidate__handle", "pk"))


def digest_of(decisions: list[Decision]) -> str:
    """A short text that changes with what is to be signed: a form sends back which decisions were seen."""
    seen = [f"{one.pk} {one.outcome} {one.profile} {one.tier} {one.reasons}" for one in decisions]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def is_past(packet: CandidatePacket) -> bool:
    """Whether a packet's day has come, after which nothing of it may be opened."""
    return packet.purge_on <= timezone.localdate()


def decision_for(worker: Any, decision_id: Any) -> Decision | None:
    """One standing, unsigned decision; None where it is not there, or not the worker's to see."""
    standing = Decision.objects.filter(returned_at__isnull=True, batch__signed_at__isnull=True)
    return standing.filter(pk=decision_id, candidate__in=visible(worker)).select_related("candidate").first()

"""Emergency openings as those see them who use, allow and review them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.action_words import action_words, outcome_words
from thinkfamily.casework.access.field_words import field_words
from thinkfamily.casework.access.models import Opening
from thinkfamily.casework.access.scope import families, not_kept_from
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.models import AuditEvent

# A request that nobody decided lapses: an emergency of yesterday is no reason today.
LAPSES_AFTER = timedelta(hours=8)


def in_use(worker: Any, family_id: UUID) -> Opening | None:
    """The worker's own opening of a file that is in use now."""
    now = timezone.now()
    return Opening.objects.filter(worker=worker, family=family_id, opens_at__lte=now, ends_at__gt=now).first()


def waiting_of(worker: Any, family: Any) -> Opening | None:
    """The worker's own request for a file that nobody decided yet."""
    return Opening.objects.filter(
        worker=worker, family=family, decided_at__isnull=True, asked_at__gt=timezone.now() - LAPSES_AFTER
    ).first()


def to_decide(standing: Any) -> QuerySet[Opening]:
    """One row per request that this manager could allow: not their own, not of a file kept from them, not lapsed."""
    return (
        Opening.objects.filter(
            decided_at__isnull=True,
            asked_at__gt=timezone.now() - LAPSES_AFTER,
            family__in=families(standing, "family.find"),
        )
        .exclude(worker=standing.worker)
        .select_related("family", "worker__agency")
    )


def to_review(standing: Any) -> QuerySet[Opening]:
    """One row per opening that this worker could review: not used or allowed by them, nor of a file kept from them."""
    return (
        Opening.objects.filter(is_allowed=True, family__in=not_kept_from(standing))
        .exclude(worker=standing.worker)
        .exclude(decided_by=standing.worker.pk)
        .select_related("family", "worker__agency")
        .order_by("reviewed_at", "review_due_on")
    )


def what_was_read(opening: Opening) -> list[dict[str, Any]]:
    """One row per event of the audit that the worker left on the file while it was open to them."""
    if opening.opens_at is None or opening.ends_at is None:
        return []
    events = AuditEvent.objects.using("default").filter(
        Q(outcome="looked") | Q(outcome="done"),
        family=opening.family_id,
        worker=opening.worker_id,
        at__gte=opening.opens_at,
        at__lte=opening.ends_at,
    )
    return [
        {
            "at": event.at,
            "outcome": outcome_words(event.outcome),
            "what": action_words(event.action, event.kind),
            "fields": ", ".join(map(field_words, event.fields)),
        }
        for event in events.order_by("pk")
    ]


def name_of(worker_id: UUID | None) -> str:
    """The name of the worker who decided."""
    return Worker.objects.filter(pk__in=[worker_id] if worker_id else []).values_list("name", flat=True).first() or ""


def is_overdue(opening: Opening) -> bool:
    """Whether the review is owed since before today."""
    due = opening.review_due_on
    return opening.reviewed_at is None and due is not None and due < timezone.localdate()

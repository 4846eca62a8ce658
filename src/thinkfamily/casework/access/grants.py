"""The only writer of grants: a sharing decision opens one, and its end closes it. An ended period closes by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.audit.record import record


def open_grant(
    family: Any,
    *,
    from_agency: Any,
    to_agency: Any,
    categories: Iterable[str],
    decision_id: UUID,
    until_on: date,
    by: Any,
    people: Iterable[str] = (),
    items: Iterable[str] = (),
) -> Grant:
    """Open to one agency what another supplied about one family, from today; in the transaction under way.

    Args:
        family: the family.
        from_agency: whose information.
        to_agency: who may see it.
        categories: which of it.
        decision_id: the sharing decision that is the reason.
        until_on: the first day on which it is no longer open.
        by: who acted.
        people: ids of those about whom it is; none means all.
        items: ids of the single items it opens; none means all.
    """
    grant = Grant.objects.create(
        family=family,
        from_agency=from_agency,
        to_agency=to_agency,
        categories=sorted(categories),
        decision_id=decision_id,
        until_on=until_on,
        people=sorted(people),
        items=sorted(items),
    )
    record("grant.open", by=by, kind="grant", object=grant.pk, family=family.pk, others=[decision_id])
    return grant


def close_grants(decision_ids: Iterable[UUID], *, by: Any) -> int:
    """Close the grants of some decisions from today on, those that had ended apart; returns how many were closed."""
    today = timezone.localdate()
    closed = 0
    for grant in Grant.objects.filter(decision_id__in=list(decision_ids), until_on__gt=today):
        grant.until_on = today
        grant.save(update_fields=["until_on"])
        record("grant.close", by=by, kind="grant", object=grant.pk, family=grant.family_id, fields=["until_on"])
        closed += 1
    return closed

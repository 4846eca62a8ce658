"""Decisions whose day has come to be looked at again, for who decided them; and, where those are gone, for who is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.models import Conflict, Grant
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.sharing.models import SharingDecision

DECIDE = "sharing.decide"
SHOWN = 50


def reviews_due(by: Any) -> list[SharingDecision]:
    """One row per decision that a worker is to look at again, the longest due first: their own, and those of who is gone."""
    mine = families(standing_of(by), DECIDE).order_by().values("pk")
    rows = _due().filter(Q(decided_by=by.pk) | _is_gone(), family__in=mine).exclude(proposed_by=by.pk)
    return list(rows.select_related("family", "from_agency", "to_agency")[:SHOWN])


def reviews_of_the_gone(family_ids: Iterable[Any]) -> list[SharingDecision]:
    """One row per decision about some families that is due, and whose maker is no longer there to look at it again."""
    rows = _due().filter(_is_gone(), family__in=list(family_ids))
    return list(rows.select_related("family", "from_agency", "to_agency")[:SHOWN])


def _due() -> QuerySet[SharingDecision]:
    """Decisions that stand and whose day has come."""
    today = timezone.localdate()
    is_open = Exists(Grant.objects.filter(within(today), decision_id=OuterRef("pk")))
    stands = Q(state="refused") | Q(Q(state="approved") & Q(is_open))
    return SharingDecision.objects.filter(stands, review_on__lte=today).order_by("review_on", "pk")


def _is_gone() -> Q:
    """Whether who decided has left, decides no longer, or is close to the family now."""
    there = Q()
    for role in sorted({role for role, _how in POWERS[DECIDE].ways}):
        there |= Q(decided_by__in=holding_role(role).values("pk"))
    close = Conflict.objects.filter(family=OuterRef("family"), worker=OuterRef("decided_by"))
    return ~there | Q(Exists(close))

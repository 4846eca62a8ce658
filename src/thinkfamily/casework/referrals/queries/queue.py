"""The front door's queue: what somebody must act on first, what is overdue, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.queries import names
from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.families.queries.teams import without_a_team
from thinkfamily.casework.referrals.machine import ABUSE, RECEIVED, SCREENING, URGENT
from thinkfamily.casework.referrals.models import Referral, ReferralPurge
from thinkfamily.casework.referrals.permissions import may_see_abuse, visible
from thinkfamily.casework.referrals.questions import SAFETY, YES

PAGE = 25
ALERT = Q(state=URGENT, acted_at__isnull=True)
WAITING = Q(state__in=[RECEIVED, SCREENING])
OPEN = WAITING | ALERT

# Whoever asked reads nothing here, and nobody has told them yet: see `Referral.waits_to_be_told`.
TO_TELL = Q(must_be_told=True, told_on__isnull=True, ended_at__isnull=False, purged_at__isnull=True)


@dataclass(frozen=True)
class Queue:
    """One page of the queue.

    Attributes:
        rows: requests, each with ``screener``, the ``needs`` that the reader may see and whether somebody
            ``may_be_in_danger``; no name of anybody.
        urgent: how many alerts nobody has acted on.
        overdue: how many wait longer than they should.
        without_team: how many files are of no team that the reader may give to one.
        to_tell: requests of which somebody must still tell whoever asked, for who can; the first decided first.
    """

    rows: Sequence[Referral]
    urgent: int
    overdue: int
    without_team: int
    page: int
    has_more: bool
    to_tell: Sequence[Referral] = ()


def queue(standing: Standing, *, state: str = "", page: int = 1) -> Queue:
    """One row per request: alerts first, then overdue ones, then by the hour by which they are to be answered.

    Args:
        standing: the reader.
        state: only requests in it; empty for all that wait for somebody.
        page: which page, from 1.
    """
    rows, start = visible(standing).select_related("agency", "family"), (page - 1) * PAGE
    urgent = visible(standing).filter(ALERT).count()
    found = _in_state(rows, state, start) if state else _waiting(rows, urgent, start)
    shown = found[:PAGE]
    who = names(row.screened_by for row in shown)
    for row in shown:
        row.screener = who.get(row.screened_by, "")  # type: ignore[attr-defined]
        row.needs = needs_in_words(row, may_see_abuse(standing))  # type: ignore[attr-defined]
        row.may_be_in_danger = any(  # type: ignore[attr-defined]
            one.is_urgent and row.answers.get(one.code) == YES for one in SAFETY
        )
    return Queue(
        rows=shown,
        urgent=urgent,
        overdue=visible(standing).filter(WAITING, due_at__lt=timezone.now()).count(),
        without_team=without_a_team(standing).count(),
        page=page,
        has_more=len(found) > PAGE,
        to_tell=list(visible(standing).filter(TO_TELL).order_by("ended_at")[:PAGE])
        if standing.holds("referral.screen")
        else [],
    )


def _waiting(rows: QuerySet[Referral], urgent: int, start: int) -> list[Referral]:
    """A page of what waits and one more: alerts, then the rest. Asked apart, each is read in the order of an index."""
    found = list(rows.filter(ALERT).order_by("due_at", "pk")[start : start + PAGE + 1])
    after = max(start - urgent, 0)
    return found + list(rows.filter(WAITING).order_by("due_at", "pk")[after : after + PAGE + 1 - len(found)])


def _in_state(rows: QuerySet[Referral], state: str, start: int) -> list[Referral]:
    """A page of what is in one state and one more: what somebody must answer by its hour, all else the newest first."""
    order = ("due_at", "pk") if state in (RECEIVED, SCREENING, URGENT) else ("-made_at",)
    return list(rows.filter(state=state).order_by(*order)[start : start + PAGE + 1])


def referral_for(standing: Standing, referral_id: Any) -> Referral | None:
    """One request that a worker may know of; None where it is not there or not theirs."""
    rows = visible(standing).select_related("agency", "family", "earlier", "case", "team")
    return rows.prefetch_related("people").filter(pk=referral_id).first()


def purges() -> QuerySet[ReferralPurge]:
    """One row per purge, the latest first."""
    rows = ReferralPurge.objects.select_related("referral")
    return rows.only("step", "people", "digest", "purged_at", "referral__reference")[:200]


def needs_in_words(referral: Referral, sees_abuse: bool) -> list[Any]:
    """The needs of a request, without domestic abuse where the reader is not to see it."""
    words = dict(CATEGORIES)
    return [words[code] for code in referral.categories if code in words and (sees_abuse or code != ABUSE)]

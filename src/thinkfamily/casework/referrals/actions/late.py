"""Requests for help whose clock has run out: told to whoever looks at them, and to managers a day later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.referrals.permissions import to_tell
from thinkfamily.casework.referrals.queries.queue import OPEN, TO_TELL

# A manager is told when a request was late for so long; and who decided, when whoever asked was not told for so long. Our choices.
MANAGER_HOURS = 24
UNTOLD_HOURS = 48


@transaction.atomic
def raise_late() -> None:
    """Put each request that was not answered in time before whoever looks at it, or all of triage; once to each.

    And each of which nobody has told whoever asked, who has no account, before whoever decided on it.
    """
    now = timezone.now()
    late = Referral.objects.filter(OPEN, due_at__lt=now)
    triage, managers = list(holding_role("triage")), list(holding_role("manager"))
    looking: dict[Any, Worker] = {
        row.pk: row for row in Worker.objects.filter(pk__in=late.values("screened_by"), is_active=True)
    }
    still = set()
    for row in late.prefetch_related("people").select_related("family"):
        still.add(row.pk)
        own = looking.get(row.screened_by)
        to = [own] if own is not None else triage
        if not to or row.due_at < now - timedelta(hours=MANAGER_HOURS):
            to = [*to, *managers]
        tell("request_late", row.pk, to_tell(row, to))
    untold = Referral.objects.filter(TO_TELL, ended_at__lt=now - timedelta(hours=UNTOLD_HOURS))
    deciding: dict[Any, Worker] = {
        row.pk: row for row in Worker.objects.filter(pk__in=untold.values("ended_by"), is_active=True)
    }
    for row in untold.prefetch_related("people").select_related("family"):
        still.add(row.pk)
        decided = deciding.get(row.ended_by)
        to = [decided] if decided is not None else triage or managers
        tell("request_untold", row.pk, to_tell(row, to))
    kinds = ("request_late", "request_untold")
    waiting = Notice.objects.filter(kind__in=kinds, mailed_at__isnull=True, seen_at__isnull=True)
    waiting.exclude(about__in=still).delete()

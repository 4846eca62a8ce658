"""Telling in time what nobody does anything to bring about: what is due, overdue, or runs out."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.notice_kinds import DUE
from thinkfamily.casework.daily.queries.dues import Recipients, came_due

# Requests for help have a clock of hours, and are told of by the hour: see `referrals.actions.late`.
OF_THE_DAY = [kind for kind in DUE if kind not in ("request_late", "request_untold")]


@transaction.atomic
def raise_due() -> None:
    """Put what is due before its leads, and what has been for longer before their managers too; each once to each.

    What is due no longer, and was neither mailed nor seen, is put before nobody any more.
    """
    today = timezone.localdate()
    after = timedelta(days=settings.INSTANCE.manager_after_days)
    found = came_due(today)
    recipients = Recipients.of([one.family for one in found if one.family is not None], today)
    for one in found:
        to = recipients.to(one, or_managers=today - one.since >= after)
        tell(one.kind, one.about, to, family=one.family.pk if one.family is not None else None)
    still = {one.about for one in found}
    waiting = Notice.objects.filter(kind__in=OF_THE_DAY, mailed_at__isnull=True, seen_at__isnull=True)
    settled = [pk for pk, about in waiting.values_list("pk", "about") if about not in still]
    Notice.objects.filter(pk__in=settled).delete()

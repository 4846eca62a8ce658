"""Telling workers: a queue on the screen, and a mail that says only that something waits there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.models import Notice, Opening, Restriction
from thinkfamily.casework.access.queries.recipients import governance_of, holding_role, kept_from
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record


def tell(kind: str, about: Any, to: Iterable[Worker], *, again: bool = False) -> None:
    """Put one thing before some workers, once each; or ``again``, as if it were new."""
    rows = [Notice(to=worker, kind=kind, about=about) for worker in to]
    if again:
        Notice.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["to", "kind", "about"],
            update_fields=["made_at", "mailed_at", "seen_at"],
        )
    else:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def mark_seen(*, by: Any) -> None:
    """Note that a worker has seen all that was put before them."""
    rows = list(Notice.objects.filter(to=by, seen_at__isnull=True).values_list("pk", flat=True))
    Notice.objects.filter(pk__in=rows).update(seen_at=timezone.now())
    record("notice.seen", by=by, kind="notice", others=rows, fields=["seen_at"])


@transaction.atomic
def raise_overdue() -> None:
    """Put overdue reviews of openings and of restrictions before those who owe them."""
    today = timezone.localdate()
    for opening in Opening.objects.filter(reviewed_at__isnull=True, review_due_on__lt=today).select_related("family"):
        kept = set(kept_from(opening.family).values_list("pk", flat=True))
        auditors = [worker for worker in holding_role("audit") if worker.pk not in kept]
        tell("opening_due", opening.pk, [*governance_of(opening.family), *auditors])
    for restriction in Restriction.objects.filter(lifted_at__isnull=True, review_by_on__lte=today):
        tell("restriction_due", restriction.pk, [restriction.custodian])


def mail_notices() -> int:
    """Mail every worker for whom something waits and who was not mailed of it; the number of mails sent.

    A mail names nobody and nothing. What was sent is marked a worker at a time, so that a break sends at most one twice.
    """
    sent = 0
    waiting = Notice.objects.filter(mailed_at__isnull=True, seen_at__isnull=True)
    with get_connection() as connection:
        for worker in Worker.objects.filter(pk__in=waiting.values("to"), is_active=True):
            with transaction.atomic():
                rows = list(waiting.filter(to=worker).values_list("pk", flat=True))
                Notice.objects.filter(pk__in=rows).update(mailed_at=timezone.now())
                record("notice.mail", by=None, kind="notice", others=rows, fields=["mailed_at"])
                EmailMessage(
                    subject=_("Something waits for you in Think Family"),
                    body=_("Sign in and open Notices to see what it is. This mail says no more on purpose."),
                    to=[worker.email],
                    connection=connection,
                ).send()
            sent += 1
    return sent

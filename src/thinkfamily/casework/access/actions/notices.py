"""Telling workers: a queue on the screen, and a mail that says only that something waits there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.models import MailChoice, Notice, Opening, Restriction
from thinkfamily.casework.access.notice_kinds import DUE, KINDS
from thinkfamily.casework.access.queries.recipients import governance_of, holding_role, kept_from
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record

# From this hour on a day's mail of what came due is sent, and not in the night in which it was found. Our choice.
MORNING = 6


def tell(kind: str, about: Any, to: Iterable[Worker], *, again: bool = False, family: Any = None) -> None:
    """Put one thing before some workers, once each; or ``again``, as if it were new.

    Args:
        kind: what it is.
        about: what it is about, by its opaque id.
        to: before whom.
        again: as if it were new.
        family: the id of the family on whose case to see it, where that is not told by what it is about.
    """
    rows = [Notice(to=worker, kind=kind, about=about, family_id=family) for worker in to]
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


@transaction.atomic
def choose_mails(*, due: str, by: Any) -> None:
    """Choose how often one is mailed of what comes due: one of `MailChoice.WHEN`."""
    MailChoice.objects.update_or_create(worker=by, defaults={"due": due, "chosen_at": timezone.now()})
    record("notice.choose_mails", by=by, kind="worker", object=by.pk, fields=["due"])


def mail_notices() -> int:
    """Mail every worker for whom something waits and who was not mailed of it; the number of mails sent.

    A mail names nobody. Of an event it says that something waits, at once; of what came due it counts each kind, in one mail
    a day at most or as the worker chose. What was sent is marked a worker at a time, so that a break sends at most one twice.
    """
    sent = 0
    waiting = _to_mail()
    with get_connection() as connection:
        for worker in Worker.objects.filter(pk__in=waiting.values("to"), is_active=True, is_program=False):
            with transaction.atomic():
                kinds = dict(waiting.filter(to=worker).values_list("pk", "kind"))
                Notice.objects.filter(pk__in=list(kinds)).update(mailed_at=timezone.now())
                record("notice.mail", by=None, kind="notice", others=list(kinds), fields=["mailed_at"])
                subject, body = _mail(kinds.values())
                EmailMessage(subject=subject, body=body, to=[worker.email], connection=connection).send()
            sent += 1
    return sent


def _to_mail() -> QuerySet[Notice]:
    """What to mail now: of what came due nothing in the night, and nothing to whom was mailed of it, or chose so."""
    rows = Notice.objects.filter(mailed_at__isnull=True, seen_at__isnull=True)
    now = timezone.localtime()
    if now.hour < MORNING:
        return rows.exclude(kind__in=DUE)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    mailed = Notice.objects.filter(kind__in=DUE)
    chose = MailChoice.objects.all()
    rested = (
        Q(to__in=mailed.filter(mailed_at__gte=day).values("to"))
        | Q(to__in=chose.filter(due=MailChoice.NEVER).values("worker"))
        | Q(
            to__in=mailed.filter(
                mailed_at__gte=day - timedelta(days=6),
                to__in=chose.filter(due=MailChoice.WEEK).values("worker"),
            ).values("to")
        )
    )
    return rows.exclude(Q(kind__in=DUE) & rested)


def _mail(kinds: Iterable[str]) -> tuple[str, str]:
    """Subject and text of one mail: how many of each kind came due, of events only that there is one, and nothing of whom."""
    counts = Counter(kinds)
    titles = dict(KINDS)
    due = [f"- {titles[kind]}: {counts[kind]}" for kind in DUE if counts[kind]]
    if not due:
        return (
            _("Something waits for you in Think Family"),
            _("Sign in and open Notices to see what it is. This mail says no more on purpose."),
        )
    lines = [_("This came due:"), *due]
    if set(counts) - set(DUE):
        lines += ["", _("Something else waits for you.")]
    lines += ["", _("Sign in to see more:"), f"{settings.INSTANCE.address}{reverse('access:notices')}"]
    return _("What came due in Think Family"), "\n".join(lines)

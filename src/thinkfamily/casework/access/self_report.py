"""The weekly report of unusual access: to each worker what was seen of theirs, to each manager what of their teams.

A mail holds counts and a link, and no name of anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.access.unusual import RULES, Unusual, answered_for, find, without_kept
from thinkfamily.casework.agencies.models import Appointment, Worker, within
from thinkfamily.casework.audit.record import record

DAYS = 7


def send_weekly() -> int:
    """Send the report of the last week; the mails sent. For the site's own clock, once a week."""
    return send(days=DAYS)


def send(*, days: int) -> int:
    """Mail each worker of whom something was seen, and each manager who answers for one; the mails sent."""
    found = find(days=days)
    seen: dict[UUID, list[Unusual]] = {}
    for row in found:
        seen.setdefault(row.worker, []).append(row)
    sent = 0
    with get_connection() as connection:
        for worker in Worker.objects.filter(pk__in=seen, is_active=True):
            _mail(connection, worker, _own(seen[worker.pk], days), reverse("access:own_looks"))
            sent += 1
        managers = Appointment.objects.filter(within(timezone.localdate()), role="manager")
        for manager in Worker.objects.filter(pk__in=managers.values("worker"), is_active=True):
            theirs = answered_for(standing_of(manager))
            rows = [row for row in found if row.worker != manager.pk and (theirs is None or row.worker in theirs)]
            rows = without_kept(standing_of(manager), rows)
            if rows:
                _mail(connection, manager, _team(rows, days), reverse("access:unusual"))
                sent += 1
    return sent


@transaction.atomic
def _mail(connection: Any, to: Worker, lines: list[str], path: str) -> None:
    record("access.unusual_report", by=None, kind="worker", object=to.pk)
    body = [*lines, "", _("Sign in to see more:"), _address(path)]
    EmailMessage(_("Unusual access: your weekly report"), "\n".join(body), to=[to.email], connection=connection).send()


def _own(rows: Iterable[Unusual], days: int) -> list[str]:
    return [
        _("In the last %(days)d days the audit saw this of your account. There may be a good reason for each.")
        % {"days": days},
        *_counts(rows),
        _("Your manager is told the counts too. If it was not you, tell your manager at once."),
    ]


def _team(rows: list[Unusual], days: int) -> list[str]:
    workers = len({row.worker for row in rows})
    return [
        _("In the last %(days)d days the audit saw this of %(workers)d of the workers you answer for.")
        % {"days": days, "workers": workers},
        *_counts(rows),
    ]


def _counts(rows: Iterable[Unusual]) -> list[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.rule.code] += row.times
    return [f"- {rule.title}: {counts[rule.code]}" for rule in RULES if counts[rule.code]]


def _address(path: str) -> str:
    """A whole address of a page, by the first name that the site answers to."""
    instance = settings.INSTANCE
    return f"{'https' if instance.is_https else 'http'}://{instance.hosts[0]}{path}"

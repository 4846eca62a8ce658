"""Notices to programs: found in the sealed audit, kept until they were taken, and given up after some days.

A notice says of which kind it is, which family it is about, by its opaque id, and when. It is signed as the Standard Webhooks
specification says (version 1, with a secret that both know), so that its receiver can tell it from a forged one. What is sealed
has settled: nothing is missed because two things were written at one moment. A notice can come twice, with the same id.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent, AuditSeal
from thinkfamily.casework.site.models import Webhook, WebhookNotice
from thinkfamily.casework.site.programs.kinds import KINDS
from thinkfamily.casework.site.programs.outbound import NotSentError, post

# How long after each try that failed the next one comes; after the last, it is given up. Our choice: about two days.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 840, 1440))
# What was taken is kept so long that its receiver can still be asked about it, and what was given up until it is of no use.
KEPT_TAKEN, KEPT_GIVEN_UP = timedelta(days=7), timedelta(days=90)
# How many events are read, and how long notices are sent, in one turn: other jobs wait meanwhile.
MOST_EVENTS, MOST_SECONDS = 5000, 20.0
# Until when no other process tries the same one.
CLAIMED = timedelta(minutes=2)


def tell_programs() -> int:
    """Find what is new, send what is due and forget what is old; the notices that were taken."""
    for webhook in _open().values_list("pk", flat=True):
        find_new(webhook)
    old = Q(taken_at__lt=timezone.now() - KEPT_TAKEN) | Q(given_up_at__lt=timezone.now() - KEPT_GIVEN_UP)
    if (gone := WebhookNotice.objects.filter(old)).exists():
        gone.delete()
    return send_due()


@transaction.atomic
def find_new(webhook_id: UUID) -> int:
    """Read the audit on, and keep a notice for each thing that became readable to the program; how many."""
    rows = _open().select_for_update(of=("self",)).select_related("program__worker__agency")
    webhook = rows.filter(pk=webhook_id).first()
    upto = sealed_until()
    if webhook is None or upto <= webhook.until_event:
        return 0
    upto = min(upto, webhook.until_event + MOST_EVENTS)
    found: dict[tuple[str, UUID], AuditEvent] = {}
    wanted = {KINDS[code].of: KINDS[code] for code in webhook.kinds if code in KINDS}
    events = AuditEvent.objects.filter(
        pk__gt=webhook.until_event, pk__lte=upto, outcome="done", kind__in=list(wanted), family__isnull=False
    )
    for event in events.order_by("pk"):
        kind = wanted[event.kind]
        if kind.tells(webhook, event):
            found[kind.code, event.family] = event  # type: ignore[index]
    # Asked now, not when it happened: of what is kept from the program by now nothing is told.
    readable = _readable(webhook, {family for _, family in found})
    made = [
        WebhookNotice(webhook=webhook, kind=kind, family_id=family, happened_at=event.at)
        for (kind, family), event in found.items()
        if family in readable
    ]
    WebhookNotice.objects.bulk_create(made)
    webhook.until_event = upto
    webhook.save(update_fields=["until_event"])
    return len(made)


def send_due() -> int:
    """Send what is due, for a while; the notices that were taken."""
    until, taken = time.monotonic() + MOST_SECONDS, 0
    while time.monotonic() < until and (notice := _claimed()) is not None:
        taken += _try(notice)
    return taken


def sealed_until() -> int:
    """The last event of the audit that is sealed."""
    return AuditSeal.objects.order_by("-number").values_list("last_id", flat=True).first() or 0


def signed(webhook: Webhook, notice: WebhookNotice, now: int) -> tuple[bytes, dict[str, str]]:
    """What is sent, and its headers with the signature."""
    told = {"type": notice.kind, "timestamp": notice.happened_at.isoformat(), "data": {"family": str(notice.family_id)}}
    body = json.dumps(told, separators=(",", ":")).encode("ascii")
    secret = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    over = b".".join((str(notice.pk).encode("ascii"), str(now).encode("ascii"), body))
    signature = base64.b64encode(hmac.new(secret, over, hashlib.sha256).digest()).decode("ascii")
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "ThinkFamily",
        "webhook-id": str(notice.pk),
        "webhook-timestamp": str(now),
        "webhook-signature": f"v1,{signature}",
    }


def _open() -> QuerySet[Webhook]:
    """Webhooks in use, of programs in use for which somebody answers."""
    today = timezone.localdate()
    program, responsible = "program__worker__", "program__responsible__"
    ended = Q(**{f"{program}account_until__lte": today}) | Q(**{f"{responsible}account_until__lte": today})
    active = {f"{program}is_active": True, f"{responsible}is_active": True}
    return Webhook.objects.filter(~ended, **active, ended_at__isnull=True)


def _readable(webhook: Webhook, ids: Iterable[UUID]) -> set[UUID]:
    """Of some families, those that the program can read now."""
    rows = families(standing_of(webhook.program.worker), "family.read")
    return set(rows.filter(pk__in=list(ids)).values_list("pk", flat=True))


def _claimed() -> WebhookNotice | None:
    """The notice that waits longest, kept from other processes for a while."""
    now = timezone.now()
    due = WebhookNotice.objects.filter(next_at__lte=now, webhook__in=_open())
    for pk in due.order_by("next_at", "pk").values_list("pk", flat=True)[:5]:
        if WebhookNotice.objects.filter(pk=pk, next_at__lte=now).update(next_at=now + CLAIMED):
            return WebhookNotice.objects.select_related("webhook__program__worker__agency").get(pk=pk)
    return None


def _try(notice: WebhookNotice) -> bool:
    """Send one; whether it was taken. One of a family that was kept from the program meanwhile goes unsent."""
    if not _readable(notice.webhook, [notice.family_id]):
        notice.delete()
        return False
    body, headers = signed(notice.webhook, notice, int(time.time()))
    try:
        status = post(notice.webhook.url, body, headers, by_name=settings.INSTANCE.webhook_hosts)
        met = str(status)
    except NotSentError as error:
        status, met = 0, error.why
    now, tried = timezone.now(), notice.tries + 1
    is_taken, is_last = 200 <= status < 300, notice.tries >= len(WAITS)
    # Given up at once only where its receiver says that it wants none: 410, Gone.
    is_given_up = not is_taken and (is_last or status == 410)
    WebhookNotice.objects.filter(pk=notice.pk).update(
        tries=tried,
        met=met,
        taken_at=now if is_taken else None,
        given_up_at=now if is_given_up else None,
        next_at=None if is_taken or is_given_up else now + WAITS[notice.tries],
    )
    return is_taken

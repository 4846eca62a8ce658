"""What is read of programs: their accounts, keys and webhooks, with how notices to them went. Nothing of a family."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import ProgramAccount, ProgramKey
from thinkfamily.casework.agencies.queries import names
from thinkfamily.casework.site.api.keys import OPERATIONS
from thinkfamily.casework.site.models import Webhook, WebhookNotice
from thinkfamily.casework.site.programs.kinds import KINDS


def programs(responsible: Any = None) -> QuerySet[ProgramAccount]:
    """One row per program, by name, with how many keys of it can be used; only those for which somebody answers, where given."""
    can_be_used = Q(keys__revoked_at__isnull=True, keys__ends_on__gt=timezone.localdate())
    rows = ProgramAccount.objects.select_related("worker__agency", "responsible")
    rows = rows.annotate(usable_keys=Count("keys", filter=can_be_used)).order_by("worker__name", "pk")
    return rows if responsible is None else rows.filter(responsible=responsible)


def program_for(reader: Any, worker_id: Any) -> ProgramAccount | None:
    """One program as who runs the site, or who answers for it, sees it; None for anybody else, as where there is none."""
    row = programs().filter(pk=worker_id).prefetch_related("keys", Prefetch("webhooks", _webhooks())).first()
    if row is None or not (row.responsible_id == reader.pk or standing_of(reader).holds("site.keep")):
        return None
    return row


def key_for(reader: Any, key_id: Any) -> ProgramKey | None:
    """One key as the same people see it."""
    row = ProgramKey.objects.select_related("program__worker").filter(pk=key_id).first()
    return row if row is not None and program_for(reader, row.program_id) is not None else None


def webhook(webhook_id: Any) -> Webhook | None:
    """One webhook in use."""
    return Webhook.objects.select_related("program__worker").filter(pk=webhook_id, ended_at__isnull=True).first()


def shown(program: ProgramAccount) -> dict[str, Any]:
    """What a page says of a program in words: what it may call, what it is told of, who made its keys."""
    keys = list(program.keys.all())
    return {
        "operations": [says for name, says in OPERATIONS.items() if name in program.operations],
        "keys": keys,
        "names": names({key.made_by for key in keys} | {key.revoked_by for key in keys}),
        "webhooks": [
            (row, [KINDS[code].says for code in row.kinds if code in KINDS]) for row in program.webhooks.all()
        ],
    }


def given_up() -> int:
    """How many notices were given up and wait for somebody to look."""
    return WebhookNotice.objects.filter(given_up_at__isnull=False, webhook__ended_at__isnull=True).count()


def _webhooks() -> QuerySet[Webhook]:
    """Those in use, with how many notices wait, were taken and were given up, and what the last try met."""
    last = WebhookNotice.objects.filter(webhook=OuterRef("pk"), tries__gt=0).order_by("-happened_at", "-pk")
    return Webhook.objects.filter(ended_at__isnull=True).annotate(
        waiting=Count("notices", filter=Q(notices__next_at__isnull=False)),
        taken=Count("notices", filter=Q(notices__taken_at__isnull=False)),
        given_up=Count("notices", filter=Q(notices__given_up_at__isnull=False)),
        met=Subquery(last.values("met")[:1]),
    )

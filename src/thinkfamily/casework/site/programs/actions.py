"""Registering and ending webhooks, and sending again what was given up."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import ProgramAccount
from thinkfamily.casework.agencies.permissions import require
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.site.models import Webhook, WebhookNotice
from thinkfamily.casework.site.programs.kinds import KINDS
from thinkfamily.casework.site.programs.notices import sealed_until
from thinkfamily.casework.site.programs.outbound import NotSentError, address_of

POWER = "site.keep"


@transaction.atomic
def add_webhook(program: ProgramAccount, *, by: Any, url: str, kinds: Iterable[str]) -> tuple[Webhook, str]:
    """Tell a program of what becomes readable to it from now on; the webhook, and the secret that signs, shown once.

    Raises:
        PermissionDenied: it is not theirs to register.
        ValidationError: nothing may be sent to the address, or of nothing.
    """
    require(by, POWER)
    try:
        address_of(url, settings.INSTANCE.webhook_hosts)
    except NotSentError:
        told = _(
            "Give an address that begins with https:// and has a path, without a name or a question mark in it. Without "
            "encryption only a host goes that is allowed by name (THINKFAMILY_WEBHOOK_HOSTS)."
        )
        raise ValidationError({"url": told}) from None
    if not set(kinds) & set(KINDS):
        raise ValidationError({"kinds": _("Choose what it is told of.")})
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    made = Webhook(program=program, url=url, secret=secret, until_event=sealed_until(), made_by=by.pk)
    made.kinds = sorted(set(kinds) & set(KINDS))
    made.full_clean(exclude=["secret"])
    made.save(force_insert=True)
    fields = ["kinds", "url"]
    record("program.webhook_added", by=by, kind="webhook", object=made.pk, others=[program.pk], fields=fields)
    return made, secret


@transaction.atomic
def end_webhook(webhook: Webhook, *, by: Any) -> None:
    """Tell an address nothing any more; what waits for it goes.

    Raises:
        PermissionDenied: it is not theirs to end.
        ValidationError: it was ended already.
    """
    require(by, POWER)
    row = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    if row.ended_at is not None:
        raise ValidationError(_("This was ended already."))
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    row.notices.filter(taken_at__isnull=True).delete()
    record("program.webhook_ended", by=by, kind="webhook", object=row.pk, others=[row.program_id], fields=["ended_at"])


@transaction.atomic
def send_again(webhook: Webhook, *, by: Any) -> int:
    """Send again what was given up; how many notices.

    Raises:
        PermissionDenied: it is not theirs to send.
        ValidationError: nothing was given up.
    """
    require(by, POWER)
    rows = WebhookNotice.objects.filter(webhook=webhook, given_up_at__isnull=False, webhook__ended_at__isnull=True)
    again = rows.update(given_up_at=None, tries=0, next_at=timezone.now())
    if not again:
        raise ValidationError(_("Nothing was given up."))
    record("program.sent_again", by=by, kind="webhook", object=webhook.pk, others=[webhook.program_id])
    return again

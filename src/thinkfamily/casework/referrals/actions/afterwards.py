"""What a referrer says of their own request afterwards, while it is not decided: more to know, or that they take it back.

Neither ends it: somebody may have been made to take it back. Whoever looks at it decides, by the same guards as ever.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold, not_allowed
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.referrals.actions._moving import put_before, said, written
from thinkfamily.casework.referrals.models import Referral, ReferralAddition
from thinkfamily.casework.referrals.problems import changed_meanwhile, missing, said_enough

# So often can something be added to one request: our choice.
MOST = 20


@transaction.atomic
def add(referral: Referral, *, kind: str, text: str, by: Any) -> ReferralAddition:
    """Add to one's own request, or say that one takes it back. Who looks at it is told, and decides.

    Args:
        referral: the request.
        kind: one of `ReferralAddition.KINDS`.
        text: what there is to know, or why it is taken back.
        by: whoever made it.

    Raises:
        NotAllowedError: it is somebody else's.
        NotPossibleError: it is decided, nothing is said, or it was added to very often.
    """
    must_hold(by, "referral.make")
    row = Referral.objects.select_for_update(of=("self",)).filter(pk=referral.pk, made_by=by.pk).first()
    if row is None:
        raise not_allowed("referral.make")
    if not row.is_undecided:
        raise changed_meanwhile()
    if not text.strip():
        raise missing("text", _("Nothing is said."), _("Say what there is to know, or why."))
    if row.additions.count() >= MOST:
        raise said_enough("text")
    made = ReferralAddition.objects.create(referral=row, kind=kind, **said(row, by, text=text))
    written(row, "referral.add", by=by, fields=[kind], others=[made.pk])
    looking = Worker.objects.filter(pk=row.screened_by, is_active=True) if row.screened_by else holding_role("triage")
    signing = holding_role("manager") if row.waits_for_signature else Worker.objects.none()
    put_before("request_changed", row, [*looking, *signing])
    return made

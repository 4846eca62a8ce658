"""Sign a batch: a second person answers for what others decided. Only then is anybody taken up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.actions.tally import tally
from thinkfamily.casework.consideration.models import Batch, CandidatePacket, Decision
from thinkfamily.casework.consideration.permissions import require
from thinkfamily.casework.consideration.problems import not_now_possible
from thinkfamily.casework.consideration.queries.desk import batch_for, decisions_in, digest_of


def sign(batch_id: Any, *, seen: str, by: Any) -> Batch:
    """Sign the decisions of a batch that the signer may see and has seen; taking up is `promote`.

    A decision that is not theirs to see, because it is on a relative, goes into a batch of its own for somebody else.

    Args:
        batch_id: which.
        seen: what `queries.desk.digest_of` gave for the decisions that were shown.
        by: who signs.

    Raises:
        ObjectDoesNotExist: there is no such batch to be signed.
        DeskError: they decided one of them, or the decisions are others than those they saw.
    """
    require(by, "desk.sign")
    with transaction.atomic(using=STORE):
        batch = batch_for(by, batch_id)
        if batch is None or batch.signed_at is not None:
            raise ObjectDoesNotExist
        CandidatePacket.objects.select_for_update().get(pk=batch.packet_id)
        # Asked again now that nobody else can: of two who sign at once the second finds it signed.
        batch.refresh_from_db()
        if batch.signed_at is not None:
            raise ObjectDoesNotExist
        decisions = decisions_in(by, batch)
        if any(decision.decided_by == by.pk for decision in decisions):
            raise not_now_possible(
                _("Found a decision of yours in this batch."),
                _("It was not signed: nobody signs what they decided."),
                _("Ask somebody else to sign it."),
            )
        if not decisions or digest_of(decisions) != seen:
            raise not_now_possible(
                _("Found other decisions in the batch than those you were shown."),
                _("It was not signed."),
                _("Read it again, and sign what you have read."),
            )
        batch.signed_by, batch.signed_at = by.pk, timezone.now()
        batch.save(update_fields=["signed_by", "signed_at"])
        signed = [decision.pk for decision in decisions]
        rest = Decision.objects.filter(batch=batch, returned_at__isnull=True).exclude(pk__in=signed)
        if rest.exists():
            rest.update(batch=Batch.objects.create(packet=batch.packet, opened_by=batch.opened_by))
        for decision in decisions:
            tally(decision.candidate, batch.packet, decision.outcome)
        record("desk.sign", by=by, kind="batch", object=batch.pk, others=signed, using=STORE)
    return batch

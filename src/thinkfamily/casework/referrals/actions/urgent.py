"""Urgent safeguarding: one step from anywhere, with nothing that must be filled in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.models import Restriction
from thinkfamily.casework.access.permissions import must_hold, not_allowed
from thinkfamily.casework.access.queries.recipients import holding_role, managers_of
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.actions._moving import held, moved, must, must_be, put_before, said, written
from thinkfamily.casework.referrals.actions.ask import Asked, make, route_of
from thinkfamily.casework.referrals.models import Referral


@transaction.atomic
def raise_alert(*, family: Any = None, happening: str = "", address: str = "", reach: str = "", by: Any) -> Referral:
    """Raise an urgent safeguarding alert: triage and managers see it at once, above everything else.

    Of a restricted file only those learn who may know of it: its custodian, and those named.

    Args:
        family: whom it is about, if a file is known.
        happening: what is happening.
        address: where.
        reach: how to get back to whoever raises it.
        by: who raises it.

    Raises:
        NotAllowedError: they are not one who works with families, or may not know of the family.
    """
    must_hold(by, "safeguarding.raise")
    if family is not None and not not_kept_from(standing_of(by)).filter(pk=family.pk).exists():
        raise not_allowed("safeguarding.raise")
    told = Asked(
        route=route_of(by), urgency="today", happening=happening.strip(), address=address.strip(), reach=reach.strip()
    )
    made = make(told, by=by)
    made.is_alert, made.family = True, family
    made.due_at = made.made_at
    _raise(made, by)
    return made


@transaction.atomic
def raise_on(referral: Referral, *, by: Any) -> Referral:
    """Say of a request that somebody must act now: one step, wherever it stood.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: it was said already.
    """
    row = held(referral, by, "referral.screen")
    must_be(row, machine.RECEIVED, machine.SCREENING, *machine.ENDED)
    row.purge_on = None
    row.acted_by = row.acted_at = None
    row.ended_by = row.ended_at = None
    _raise(row, by)
    return row


@transaction.atomic
def act(referral: Referral, *, acted: str = "", by: Any) -> Referral:
    """Record that somebody has acted, and what was done; the alert leaves the top of the queue.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: it is no alert, or somebody has acted.
    """
    row = held(referral, by, "referral.screen")
    must_be(row, machine.URGENT)
    if row.acted_at is not None:
        must_be(row)
    row.acted_by, row.acted_at, row.acted = by.pk, timezone.now(), said(row, by, acted=acted)["acted"]
    row.save()
    written(row, "safeguarding.act", by=by, fields=["acted"])
    return row


@transaction.atomic
def go_on(referral: Referral, *, by: Any) -> Referral:
    """Look at the request as at any other, now that what was urgent is in hand.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: nobody has recorded what was done.
    """
    row = held(referral, by, "referral.screen")
    must_be(row, machine.URGENT)
    row.screened_by, row.screened_at = by.pk, timezone.now()
    must(row, machine.TO_GO_ON)
    source = row.state
    row.go_on()
    moved(row, source, "referral.screen", by=by, fields=["screened_by"])
    return row


def _raise(referral: Referral, by: Any) -> None:
    referral.raised_by, referral.raised_at = by.pk, timezone.now()
    must(referral, machine.TO_RAISE)
    source = referral.state
    referral.raise_alert()
    moved(referral, source, "safeguarding.raise", by=by, fields=["raised_at"])
    put_before("urgent_raised", referral, _who_acts(referral))


def _who_acts(referral: Referral) -> list[Worker]:
    """Triage and managers; of a file, its team's managers; of a restricted file, its custodians and those named."""
    if referral.family is None:
        return [*holding_role("triage"), *holding_role("manager")]
    told = [*holding_role("triage"), *managers_of(referral.family)]
    for restriction in Restriction.objects.filter(family=referral.family, lifted_at__isnull=True):
        told += [restriction.custodian, *restriction.named.all()]
    return told

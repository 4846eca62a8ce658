"""What every step of a request has in common: holding it, looking at its guards, writing that it moved, telling people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.permissions import must_hold, not_allowed
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.families.written_before import put_aside_written
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.models import Referral, ReferralMove
from thinkfamily.casework.referrals.permissions import to_tell, visible
from thinkfamily.casework.referrals.problems import changed_meanwhile, guard_unmet, place_of_safety

# For so long what a family declined can be put right; other requests that led to no case are kept for a year. Our choices.
KEPT_DAYS = {
    machine.DECLINED: 28,
    machine.ADVISED: 365,
    machine.REDIRECTED: 365,
    machine.NO_ACTION: 365,
}


def held(referral: Referral, by: Any, power: str) -> Referral:
    """A request as it stands in the database, held until this transaction is over, for somebody who holds a power and may know of it.

    Raises:
        NotAllowedError: they do not, or may not.
    """
    must_hold(by, power)
    standing = standing_of(by)
    if not visible(standing).filter(pk=referral.pk).exists():
        raise not_allowed(power)
    return Referral.objects.select_for_update(of=("self",)).select_related("family").get(pk=referral.pk)


def must(referral: Referral, guards: machine.Guards) -> None:
    """Make sure that the guards of a step are met, or say which is not.

    Raises:
        NotPossibleError: one is not.
    """
    problem = machine.unmet(guards, referral)
    if problem is not None:
        raise guard_unmet(*problem)


def must_be(referral: Referral, *states: str) -> None:
    """Make sure that a request is in one of some states.

    Raises:
        NotPossibleError: it is not.
    """
    if referral.state not in states:
        raise changed_meanwhile()


def moved(referral: Referral, source: str, action: str, *, by: Any, fields: Iterable[str] = ()) -> None:
    """Write a request that changed its state, and that it did."""
    referral.save()
    ReferralMove.objects.create(referral=referral, source=source, target=referral.state, by=getattr(by, "pk", None))
    written(referral, action, by=by, fields=["state", *fields])


def ended(referral: Referral, source: str, action: str, *, by: Any, fields: Iterable[str] = ()) -> None:
    """Write a request that came to its end: when what it holds goes, and that its referrer is told."""
    referral.ended_by, referral.ended_at = by.pk, timezone.now()
    days = KEPT_DAYS.get(referral.state)
    referral.purge_on = None if days is None else timezone.localdate() + timedelta(days=days)
    maker = Worker.objects.filter(pk=referral.made_by, is_active=True).first() if referral.made_by else None
    # Taken down for somebody else, or asked without an account: whoever asked reads nothing here.
    referral.must_be_told = maker is None or bool(referral.referrer.strip())
    referral.told_on, referral.told_by, referral.told_how = None, None, ""
    moved(referral, source, action, by=by, fields=[*fields, "told"])
    if referral.made_by is not None:
        tell("request_outcome", referral.pk, Worker.objects.filter(pk=referral.made_by), again=True)
    if referral.family_id is not None:
        # What whoever asked said of a place stood open to triage alone; from now on others read it.
        put_aside_written([referral.family_id])


def written(referral: Referral, action: str, *, by: Any, fields: Iterable[str], others: Iterable[Any] = ()) -> None:
    """Record one change of a request."""
    record(
        action,
        by=by,
        kind="referral",
        object=referral.pk,
        family=referral.family_id,
        others=others,
        fields=fields,
    )


def said(referral: Referral, by: Any, **texts: str) -> dict[str, str]:
    """What is said at a step, as it is to be kept: once it is known which family a request is about, it is of that file.

    Raises:
        NotPossibleError: it tells where somebody must not be found, and whoever says it knows that.
    """
    told = {name: text.strip() for name, text in texts.items()}
    return told if referral.family is None else heard(by, referral.family, place_of_safety, **told)


def put_before(kind: str, referral: Referral, workers: Iterable[Worker]) -> None:
    """Put a request before some workers, without those close to somebody it is about."""
    tell(kind, referral.pk, to_tell(referral, workers), again=True)

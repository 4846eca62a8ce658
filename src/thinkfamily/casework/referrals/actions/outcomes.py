"""What becomes of a request that leads to no case; its referrer is told, and most of it goes with its day."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.permissions import not_allowed
from thinkfamily.casework.access.queries.recipients import holding_role
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.referrals import machine
from thinkfamily.casework.referrals.actions._moving import ended, held, must, must_be, put_before, said, written
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.referrals.problems import changed_meanwhile, missing


@transaction.atomic
def advise(referral: Referral, *, because: str, told: str, by: Any) -> Referral:
    """End a request with information and advice.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: a guard of `machine` is not met.
    """
    row = _looking(referral, by)
    _say(row, by, because=because, told=told)
    must(row, machine.TO_ADVISE)
    row.advise()
    ended(row, machine.SCREENING, "referral.advise", by=by, fields=["because"])
    return row


@transaction.atomic
def redirect(referral: Referral, *, to_whom: str, told: str, by: Any, because: str = "") -> Referral:
    """Give a request to another service, which has been asked.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: a guard of `machine` is not met.
    """
    row = _looking(referral, by)
    _say(row, by, to_whom=to_whom, told=told, because=because)
    must(row, machine.TO_REDIRECT)
    row.redirect()
    ended(row, machine.SCREENING, "referral.redirect", by=by, fields=["to_whom"])
    return row


@transaction.atomic
def decline(referral: Referral, *, declined_what: str, declined_why: str, told: str, by: Any) -> Referral:
    """Record that the family says no. What was declined is kept; the rest goes on its day, unless it is put right before.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: a guard of `machine` is not met.
    """
    row = _looking(referral, by)
    row.declined_why = declined_why
    _say(row, by, declined_what=declined_what, told=told)
    must(row, machine.TO_DECLINE)
    row.decline()
    ended(row, machine.SCREENING, "referral.decline", by=by, fields=["declined_what", "declined_why"])
    return row


@transaction.atomic
def close(referral: Referral, *, because: str, told: str, by: Any) -> Referral:
    """Propose that nothing is to be done. It is so at once, or when a second person signs, where one is needed.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: a guard of `machine` is not met.
    """
    row = _looking(referral, by)
    _say(row, by, because=because, told=told)
    row.proposed_by, row.proposed_at, row.signed_by, row.signed_at = by.pk, timezone.now(), None, None
    row.returned_because = ""
    if machine.needs_second_person(row):
        must(row, machine.TO_TELL | {machine.reasons_are_given: "because"})
        row.save()
        written(row, "referral.propose_close", by=by, fields=["because", "told"])
        put_before("request_to_sign", row, holding_role("manager").exclude(pk=by.pk))
        return row
    must(row, machine.TO_CLOSE)
    row.close()
    ended(row, machine.SCREENING, "referral.close", by=by, fields=["because"])
    return row


@transaction.atomic
def sign(referral: Referral, *, is_signed: bool, returned_because: str = "", by: Any) -> Referral:
    """Sign that nothing is to be done, as the second person; or return it, with why.

    Raises:
        NotAllowedError: it is not this worker's to sign, or they proposed it.
        NotPossibleError: nothing waits to be signed, something else than was read does, or it is not said why it is returned.
    """
    row = held(referral, by, "referral.sign")
    must_be(row, machine.SCREENING)
    if not row.waits_for_signature or referral.proposed_at not in (None, row.proposed_at):
        raise changed_meanwhile()
    if row.proposed_by == by.pk:
        raise not_allowed("referral.sign")
    if not is_signed:
        if not returned_because.strip():
            raise missing("returned_because", _("It is not said why it is returned."), _("Say why."))
        proposer = Worker.objects.filter(pk__in=[row.proposed_by], is_active=True)
        row.proposed_by = row.proposed_at = None
        _say(row, by, returned_because=returned_because)
        row.save()
        written(row, "referral.return", by=by, fields=["returned_because"])
        put_before("request_back", row, proposer)
        if row.made_by is not None:
            # Whoever asked is told that it goes on; not what was proposed, and not why it was returned.
            makers = Worker.objects.filter(pk=row.made_by, is_active=True).exclude(pk__in=proposer)
            tell("request_longer", row.pk, makers, again=True)
        return row
    row.signed_by, row.signed_at = by.pk, timezone.now()
    must(row, machine.TO_CLOSE)
    row.close()
    ended(row, machine.SCREENING, "referral.sign", by=by, fields=["signed_by"])
    return row


def _say(referral: Referral, by: Any, **texts: str) -> None:
    for name, text in said(referral, by, **texts).items():
        setattr(referral, name, text)


def _looking(referral: Referral, by: Any) -> Referral:
    """A request that is being looked at, held."""
    row = held(referral, by, "referral.screen")
    must_be(row, machine.SCREENING)
    return row

"""Drawing requests for help by lot, for an auditor to read: whoever reads does not choose, and anybody can draw them again."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.involvement import MOST_SAMPLE, MOST_SAMPLE_DAYS
from thinkfamily.casework.access.permissions import must_hold, not_possible
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.referrals.models import Referral, ReferralSample
from thinkfamily.casework.referrals.permissions import open_to_lot


def in_order(references: Iterable[str], seed: str) -> list[str]:
    """References in the order in which a seed draws them."""
    return sorted(references, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())


def digest_of(references: Iterable[str]) -> str:
    """A digest of the requests from which was drawn."""
    return hashlib.sha256("\n".join(sorted(references)).encode()).hexdigest()


@transaction.atomic
def draw(*, by: Any, how_many: int, days: int, from_on: date, to_on: date, because: str) -> ReferralSample:
    """Draw requests that were received over a period, to read for some days.

    Raises:
        NotAllowedError: they are not an internal auditor.
        NotPossibleError: too many, for too long, a period the wrong way round, or there is none.
    """
    must_hold(by, "sample.draw")
    if not (1 <= how_many <= MOST_SAMPLE and 1 <= days <= MOST_SAMPLE_DAYS):
        raise not_possible(
            "TF-REFER-040", "how_many", _("A sample is of 1 to 30 requests, for 1 to 60 days."), _("Give less.")
        )
    if to_on < from_on:
        raise not_possible(
            "TF-REFER-041", "to_on", _("The period ends before it begins."), _("Correct one of the days.")
        )
    found = open_to_lot(standing_of(by)).filter(made_at__date__gte=from_on, made_at__date__lte=to_on)
    among = list(found.values_list("reference", flat=True))
    if not among:
        raise not_possible(
            "TF-REFER-042", "from_on", _("No request was received in that period."), _("Give another one.")
        )
    today, seed = timezone.localdate(), secrets.token_hex(16)
    made = ReferralSample.objects.create(
        drawn_by=by.pk,
        from_on=from_on,
        to_on=to_on,
        until_on=today + timedelta(days=days),
        because=because.strip(),
        seed=seed,
        of=len(among),
        of_sha256=digest_of(among),
    )
    made.drawn.set(Referral.objects.filter(reference__in=in_order(among, seed)[:how_many]))
    record("sample.draw", by=by, kind="referral_sample", object=made.pk, others=made.drawn.values_list("pk", flat=True))
    return made

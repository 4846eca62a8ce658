"""That somebody has read a request, or its queue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thinkfamily.casework.audit.record import record


def looked(referral: Any = None, *, by: Any, power: str = "referral.read", others: Iterable[Any] = ()) -> None:
    """Record a look at one request; without one, at the queue or at one's own requests."""
    record(
        power,
        by=by,
        kind="referral" if referral is not None else "referrals",
        object=referral.pk if referral is not None else "",
        family=referral.family_id if referral is not None else None,
        others=others,
        outcome="looked",
    )

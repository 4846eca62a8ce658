"""Samples of requests for help, as the one who drew them sees them."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.referrals.models import ReferralSample


def samples_of(worker: Any) -> list[ReferralSample]:
    """One row per sample that a worker drew, the newest first, with the requests that were drawn."""
    return list(ReferralSample.objects.filter(drawn_by=worker.pk).prefetch_related("drawn")[:50])

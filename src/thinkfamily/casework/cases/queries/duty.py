"""Until when families that have not agreed are worked with under a duty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from thinkfamily.casework.cases.machine import UNDER_DUTY
from thinkfamily.casework.cases.models import Case, StatutoryGround


def duty_until(cases: Iterable[Case]) -> dict[Any, date]:
    """For each of some cases under a duty, by its key, the first day on which no ground that was signed stands any longer.

    One query. A duty that ran out stays here with its day: nothing ends by itself, and somebody must see it.
    """
    ids = [case.pk for case in cases if case.state == UNDER_DUTY]
    rows = StatutoryGround.objects.filter(case__in=ids, signed_at__isnull=False).order_by("until_on")
    return dict(rows.values_list("case_id", "until_on"))

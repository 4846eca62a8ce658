"""What day it is, for what a page asks a dozen times."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from datetime import time as hour

from django.utils import timezone

# A day, and from and until which second it lasts here.
_known: tuple[float, float, date] = (0.0, 0.0, date.min)


def today_here() -> date:
    """The day here. The site has one zone, and the day is worked out once, until it ends."""
    global _known
    from_second, until_second, day = _known
    if from_second <= time.time() < until_second:
        return day
    here = timezone.get_default_timezone()
    day = timezone.localdate(None, here)
    # Clocks that are put forward or back do it within the day: both ends are midnights of their own.
    begins, ends = (datetime.combine(one, hour.min, here).timestamp() for one in (day, day + timedelta(days=1)))
    _known = begins, ends, day
    return day

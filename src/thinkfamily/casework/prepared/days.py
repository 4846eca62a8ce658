"""What day it is, for what a page asks a dozen times."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def today_here() -> date:
    """The day here. The site has one zone: to look up at each call which is under way takes longer than all else of it."""
    return timezone.localdate(None, timezone.get_default_timezone())

"""Months ahead, by the calendar."""

from __future__ import annotations

from datetime import date

from thinkfamily.core.dates import months_before


def months_after(day: date, months: int) -> date:
    """The same day of the month some months later, or that month's last day where it is shorter."""
    return months_before(day, -months)

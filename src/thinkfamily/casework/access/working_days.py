"""Working days in England: not Saturdays, Sundays or bank holidays."""

from __future__ import annotations

from datetime import date

from holidays.countries import UnitedKingdom


def working_days_after(day: date, how_many: int) -> date:
    """The day that is so many working days after another."""
    return UnitedKingdom(subdiv="ENG").get_nth_working_day(day, how_many)

"""Working days in England: not Saturdays, Sundays or bank holidays."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from holidays.countries import UnitedKingdom


def working_days_after(day: date, how_many: int) -> date:
    """The day that is so many working days after another."""
    return UnitedKingdom(subdiv="ENG").get_nth_working_day(day, how_many)


def next_working_day(day: date) -> date:
    """The day itself where it is a working day, else the first after it that is."""
    return UnitedKingdom(subdiv="ENG").get_nth_working_day(day, 0)


def why_no_working_day(day: date) -> str:
    """The name of a bank holiday, or Saturday or Sunday; empty for a working day."""
    bank_holiday = UnitedKingdom(subdiv="ENG").get(day)
    if bank_holiday:
        return str(bank_holiday)
    return date_format(day, "l") if day.weekday() > 4 else ""

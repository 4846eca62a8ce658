"""As-at dates and half-open periods, in whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Days from ``from_on`` up to, not including, ``until_on``."""

    from_on: date
    until_on: date

    def __post_init__(self) -> None:
        if self.until_on <= self.from_on:
            raise ValueError(f"A period must end after it begins: {self.from_on} to {self.until_on}.")

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day < self.until_on

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.until_on - self.from_on).days


def years_before(day: date, years: int) -> date:
    """The same date some years earlier; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    raise AssertionError("every month has a 28th day")


def start_of_school_year(day: date) -> date:
    """The 1 September on or before a day."""
    first = date(day.year, 9, 1)
    return first if day >= first else date(day.year - 1, 9, 1)


def twelve_months_to(as_at: date) -> Period:
    """The 12 months ending on the as-at date: from the day after the same date a year earlier, until the day after it.

    Source: the extract contract, section 4.
    """
    return Period(years_before(as_at, 1) + timedelta(days=1), as_at + timedelta(days=1))


def financial_year(day: date) -> str:
    """The UK public financial year (1 April to 31 March) that holds a day, written ``2026-27``."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def age_on(born: date, day: date) -> int:
    """Completed years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

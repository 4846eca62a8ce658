"""School terms around the as-at date, with the sessions (half days) each holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SchoolTerm:
    """One term: half-open, and how many sessions it holds."""

    from_on: date
    until_on: date
    sessions: int


def school_terms(as_at: date, years: int = 3) -> list[SchoolTerm]:
    """The terms of the last school years, up to and with the one that has begun by the date, in order."""
    found = []
    for year in range(as_at.year - years - 1, as_at.year + 1):
        found += [
            SchoolTerm(date(year, 1, 5), date(year, 3, 28), 114),
            SchoolTerm(date(year, 4, 13), date(year, 7, 22), 126),
            SchoolTerm(date(year, 9, 2), date(year, 12, 20), 140),
        ]
    earliest = as_at.replace(year=as_at.year - years, month=9 if as_at.month >= 9 else 1, day=1)
    return [term for term in found if earliest <= term.from_on <= as_at]

"""The time a measure looks at, as declared: ``P12M``, ``at the date``, ``last 3 terms`` …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from thinkfamily.core.dates import Period, months_before, start_of_school_year, years_before
from thinkfamily.programmes.strict import refuse

FORMS = (
    "P12M (12 months to the date; also D, W, Y)",
    "P6M ending P6M before the date",
    "P12M after the date",
    "at the date",
    "last 3 terms",
    "each of the last 2 terms",
    "each of the last 6 months (whole calendar months)",
    "school year to the date",
    "last school year",
    "since start of support",
    "P6M before start of support",
    "P6M after end of support",
)
_LENGTH = re.compile(r"P(\d+)([DWMY])(?: (before start of support|after end of support|after the date))?")
_ENDING = re.compile(r"P(\d+)([DWMY]) ending P(\d+)([DWMY]) before the date")
_TERMS = re.compile(r"(each of the )?last (\d+) (term|month)s?")
_NAMED = {
    "at the date": "date",
    "since start of support": "since_support",
    "school year to the date": "school_year",
    "last school year": "last_school_year",
}
_LENGTHS = {
    None: "length",
    "before start of support": "before_support",
    "after end of support": "after_support",
    "after the date": "ahead",
}
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


@dataclass(frozen=True)
class Window:
    """A declared window.

    Args:
        text: as written.
        kind: date, length, ending, ahead, school_year, last_school_year, terms, each (term or month), one (of them),
            before_support, since_support or after_support.
        number: how many of ``unit``.
        unit: day, week, month, year or term.
        gap: how many of which unit lie between the end of the window and the date.
        one: the term or month meant, once ``each of the last n`` is taken apart on a date.
    """

    text: str
    kind: str
    number: int = 0
    unit: str = ""
    gap: tuple[int, str] = (0, "")
    one: Period | None = None

    @property
    def is_family_own(self) -> bool:
        """Whether its days differ from family to family."""
        return self.kind in ("before_support", "since_support", "after_support")

    def months_and_days(self) -> tuple[int, int]:
        """Its length as whole months and days; one of the two is 0."""
        return _months_and_days(self.number, self.unit)

    def says(self) -> str:
        """In plain English."""
        many = _many(self.number, self.unit)
        return {
            "date": "on the date",
            "length": f"in the {many} to the date",
            "ending": f"in the {many} that ended {_many(*self.gap)} before the date",
            "ahead": f"in the {many} after the date",
            "school_year": "in the school year to the date",
            "last_school_year": "in the school year before",
            "terms": f"over the last {many}",
            "each": f"in each of the last {many}",
            "one": f"in the {self.unit} from {self.one.from_on if self.one else ''}",
            "before_support": f"in the {many} before support started",
            "since_support": "since support started",
            "after_support": f"in the {many} after support ended",
        }[self.kind]


def read_window(where: str, text: object) -> Window:
    """A window from its declaration.

    Raises:
        RuleError: listing the forms, when it is none of them.
    """
    if isinstance(text, str):
        if text in _NAMED:
            return Window(text, _NAMED[text])
        if found := _LENGTH.fullmatch(text):
            return _counted(where, Window(text, _LENGTHS[found[3]], int(found[1]), _UNITS[found[2]]))
        if found := _ENDING.fullmatch(text):
            gap = int(found[3]), _UNITS[found[4]]
            return _counted(where, Window(text, "ending", int(found[1]), _UNITS[found[2]], gap))
        if (found := _TERMS.fullmatch(text)) and (found[1] or found[3] == "term"):
            return _counted(where, Window(text, "each" if found[1] else "terms", int(found[2]), found[3]))
    raise refuse("005", where, f"'over' is {text!r}.", f"Write one of: {'; '.join(FORMS)}.")


def _counted(where: str, window: Window) -> Window:
    if window.number < 1:
        raise refuse("005", where, f"'{window.text}' looks at no time at all.", "Give a number of 1 or more.")
    return window


def periods(window: Window, as_at: date, terms: tuple[Period, ...]) -> tuple[Period, ...] | None:
    """The days a window means on a date: one period, one a term or month, or None where too few terms are known.

    Units: whole days, half-open. The 12 months to a date begin the day after the same date a year earlier. A calendar
    month counts once it has ended by the date; so does a term. A school year begins on 1 September.
    """
    after = as_at + timedelta(days=1)
    if window.kind == "date":
        return (Period(as_at, after),)
    if window.kind in ("length", "ending"):
        months, days = window.months_and_days()
        gap_months, gap_days = _months_and_days(*window.gap)
        ends = _back(as_at, gap_months, gap_days)
        return (Period(_back(as_at, gap_months + months, gap_days + days), ends),)
    if window.kind == "ahead":
        months, days = window.months_and_days()
        return (Period(after, _back(as_at, -months, -days)),)
    if window.kind in ("school_year", "last_school_year"):
        first = start_of_school_year(as_at)
        return (Period(first, after) if window.kind == "school_year" else Period(years_before(first, 1), first),)
    if window.one is not None:
        return (window.one,)
    if window.unit == "month":
        ends = after.replace(day=1)
        starts = [months_before(ends, back) for back in range(window.number, -1, -1)]
        return tuple(Period(first, until) for first, until in pairwise(starts))
    ended = sorted((term for term in terms if term.until_on <= after), key=lambda term: (term.until_on, term.from_on))
    return tuple(ended[-window.number :]) if len(ended) >= window.number else None


def _many(number: int, unit: str) -> str:
    return f"{number} {unit}{'s' if number != 1 else ''}"


def _months_and_days(number: int, unit: str) -> tuple[int, int]:
    return {"month": 1, "year": 12}.get(unit, 0) * number, {"day": 1, "week": 7}.get(unit, 0) * number


def _back(as_at: date, months: int, days: int) -> date:
    """The day after the same date some months and days earlier."""
    return months_before(as_at, months) + timedelta(days=1 - days)

"""The time a measure looks at, as declared: ``P12M``, ``at the date``, ``last 3 terms`` …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from thinkfamily.core.dates import Period, months_before
from thinkfamily.programmes.strict import refuse

FORMS = (
    "P12M (12 months to the date; also D, W, Y)",
    "at the date",
    "last 3 terms",
    "each of the last 2 terms",
    "since start of support",
    "P6M before start of support",
    "P6M after end of support",
)
_LENGTH = re.compile(r"P(\d+)([DWMY])(?: (before start of support|after end of support))?")
_TERMS = re.compile(r"(each of the )?last (\d+) terms?")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


@dataclass(frozen=True)
class Window:
    """A declared window.

    Args:
        text: as written.
        kind: date, length, terms, each_term, one_term, before_support, since_support or after_support.
        number: how many of ``unit``.
        unit: day, week, month, year or term.
        term: the one term meant, once ``each of the last n terms`` is taken apart on a date.
    """

    text: str
    kind: str
    number: int = 0
    unit: str = ""
    term: Period | None = None

    @property
    def is_family_own(self) -> bool:
        """Whether its days differ from family to family."""
        return self.kind in ("before_support", "since_support", "after_support")

    def months_and_days(self) -> tuple[int, int]:
        """Its length as whole months and days; one of the two is 0."""
        months = {"month": 1, "year": 12}.get(self.unit, 0) * self.number
        days = {"day": 1, "week": 7}.get(self.unit, 0) * self.number
        return months, days

    def says(self) -> str:
        """In plain English."""
        many = f"{self.number} {self.unit}{'s' if self.number != 1 else ''}"
        return {
            "date": "on the date",
            "length": f"in the {many} to the date",
            "terms": f"over the last {many}",
            "each_term": f"in each of the last {many}",
            "one_term": f"in the term from {self.term.from_on if self.term else ''}",
            "before_support": f"in the {many} before support started",
            "since_support": "since support started",
            "after_support": f"in the {many} after support ended",
        }[self.kind]


def read_window(where: str, text: object) -> Window:
    """A window from its declaration.

    Raises:
        RuleError: listing the forms, when it is none of them.
    """
    if text == "at the date":
        return Window(text, "date")
    if text == "since start of support":
        return Window(text, "since_support")
    if isinstance(text, str):
        if found := _LENGTH.fullmatch(text):
            kind = {None: "length", "before start of support": "before_support"}.get(found[3], "after_support")
            return _counted(where, Window(text, kind, int(found[1]), _UNITS[found[2]]))
        if found := _TERMS.fullmatch(text):
            return _counted(where, Window(text, "each_term" if found[1] else "terms", int(found[2]), "term"))
    raise refuse("005", where, f"'over' is {text!r}.", f"Write one of: {'; '.join(FORMS)}.")


def _counted(where: str, window: Window) -> Window:
    if window.number < 1:
        raise refuse("005", where, f"'{window.text}' looks at no time at all.", "Give a number of 1 or more.")
    return window


def periods(window: Window, as_at: date, terms: tuple[Period, ...]) -> tuple[Period, ...] | None:
    """The days a window means on a date: one period, one a term, or None where too few terms are known.

    Units: whole days, half-open. The 12 months to a date begin the day after the same date a year earlier.
    """
    after = as_at + timedelta(days=1)
    if window.kind == "date":
        return (Period(as_at, after),)
    if window.kind == "length":
        months, days = window.months_and_days()
        first = months_before(as_at, months) + timedelta(days=1) if months else after - timedelta(days=days)
        return (Period(first, after),)
    if window.term is not None:
        return (window.term,)
    ended = sorted((term for term in terms if term.until_on <= after), key=lambda term: (term.until_on, term.from_on))
    return tuple(ended[-window.number :]) if len(ended) >= window.number else None

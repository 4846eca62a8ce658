"""Whom a criterion speaks of: one member, each member, or the family as one; of any age, or of an age."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from thinkfamily.core.dates import start_of_school_year, years_before
from thinkfamily.programmes.strict import refuse

FORMS = (
    "a member, a child, an adult (one is enough)",
    "each member, each child, each adult (every one, and at least one)",
    "the family, the family's children, the family's adults (all counted together)",
    "any of them followed by: of school age; aged 16 to 18; aged under 20; aged 60 or over; of academic age 16 to 17",
    "an expectant member",
)
_WHO = re.compile(
    r"(?P<how>an?|each|the family's) (?P<expectant>expectant )?(?P<kind>member|child|adult|children|adults|members)"
    r"(?: (?P<school>of school age)| (?:aged|of (?P<academic>academic) age) (?P<low>\d+) to (?P<high>\d+)"
    r"| aged under (?P<under>\d+)| aged (?P<over>\d+) or over)?"
)
ADULT_AGE = 18


@dataclass(frozen=True)
class Who:
    """Whom a measure is taken of.

    Args:
        text: as written.
        how: one, each or together.
        role: child, adult, or empty for any member.
        ages: lowest and highest completed age, either of which may be None; None where age does not matter.
        counted: how age is counted: ``at_date``, ``academic`` (on the 31 August before) or ``school`` (compulsory).
        is_expectant: only members with an open pregnancy on the date.
        residence: where a member must live for its own needs to count: a programme's, not the criterion's.
    """

    text: str
    how: str
    role: str = ""
    ages: tuple[int | None, int | None] | None = None
    counted: str = "at_date"
    is_expectant: bool = False
    residence: tuple[str, ...] = ()

    @property
    def is_by_age(self) -> bool:
        """Whether a birth date is needed to tell, beyond being a child or an adult."""
        return self.ages is not None or self.counted == "school"

    def births(self, as_at: date) -> tuple[date | None, date | None] | None:
        """First and last day of birth of those meant on a date; None where birth does not matter."""
        if self.counted == "school":
            return _of_school_age(as_at)
        low, high = self.ages or {"child": (None, ADULT_AGE - 1), "adult": (ADULT_AGE, None)}.get(
            self.role, (None,) * 2
        )
        if low is None and high is None:
            return None
        day = as_at if self.counted == "at_date" else start_of_school_year(as_at) - timedelta(days=1)
        first = years_before(day, high + 1) + timedelta(days=1) if high is not None else None
        last = years_before(day, low) if low is not None else None
        return first, last


def read_who(where: str, text: object) -> Who:
    """Whom a declaration means.

    Raises:
        RuleError: listing the forms, when it is none of them.
    """
    if text == "the family":
        return Who(text, "together")
    found = _WHO.fullmatch(text) if isinstance(text, str) else None
    if found is None or (found["how"] == "the family's") != found["kind"].endswith(("s", "ren")):
        raise refuse("006", where, f"'who' is {text!r}.", f"Write one of: {'; '.join(FORMS)}.")
    how = {"each": "each", "the family's": "together"}.get(found["how"], "one")
    if found["expectant"] and how != "one":
        raise refuse("006", where, f"'who' is {text!r}.", "Write 'an expectant member': one is enough.")
    role = {"child": "child", "children": "child", "adult": "adult", "adults": "adult"}.get(found["kind"], "")
    ages: tuple[int | None, int | None] | None = None
    if found["low"]:
        ages = int(found["low"]), int(found["high"])
    elif found["under"]:
        ages = None, int(found["under"]) - 1
    elif found["over"]:
        ages = int(found["over"]), None
    if ages is not None and ages[1] is not None and ages[1] < (ages[0] or 0):
        do = "Write the lower age first; after 'under', 1 or more."
        raise refuse("006", where, f"'who' is {text!r}: nobody is of such an age.", do)
    counted = "school" if found["school"] else "academic" if found["academic"] else "at_date"
    return Who(str(text), how, role, ages, counted, bool(found["expectant"]))


def _of_school_age(day: date) -> tuple[date, date]:
    """First and last birthday of children of compulsory school age in England on a day.

    Source: Education Act 1996, section 8: from the 31 August, 31 December or 31 March on or after the fifth birthday
    until the last Friday in June of the school year in which the child turns 16.
    """
    prescribed = [date(year, month, last) for year in (day.year - 1, day.year) for month, last in _PRESCRIBED]
    starts = max(each for each in prescribed if each <= day)
    left = max(each for each in (_last_friday_of_june(day.year - 1), _last_friday_of_june(day.year)) if each < day)
    return date(left.year - 16, 9, 1), years_before(starts, 5)


_PRESCRIBED = ((3, 31), (8, 31), (12, 31))


def _last_friday_of_june(year: int) -> date:
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)

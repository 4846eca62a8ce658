"""Attendance marks by code: what each code counts as, from which day, in England."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from thinkfamily.core.source import Source

MARK = "attendance_mark"
POSSIBLE = "sessions_possible"
# What each class adds to, one session a mark. `not_possible` adds to nothing: the session was none the pupil could attend.
ADDS_TO = {
    "present": (POSSIBLE,),
    "elsewhere": (POSSIBLE,),
    "authorised": (POSSIBLE, "absence_authorised"),
    "unauthorised": (POSSIBLE, "absence_unauthorised"),
    "not_possible": (),
}
COUNTED = (POSSIBLE, "absence_authorised", "absence_unauthorised")


@dataclass(frozen=True)
class AttendanceCode:
    """What a code counts as for some days: from ``from_on`` up to, not including, ``until_on``; None = no bound.

    Args:
        counts_as: present, elsewhere (attending, so no absence), authorised, unauthorised or not_possible.
    """

    code: str
    counts_as: str
    title: str
    from_on: date | None
    until_on: date | None
    source: Source


@cache
def attendance_codes() -> tuple[AttendanceCode, ...]:
    """Both tables of codes: the one until August 2024 and the one since, in order of code and day.

    Source: each row's own; the second table holds from 19 August 2024 (SI 2024/208).
    """
    text = (files("thinkfamily.programmes") / "data" / "attendance-codes.csv").read_text("utf-8")
    return tuple(
        AttendanceCode(
            row["code"],
            row["counts_as"],
            row["title"],
            _day(row["from_on"]),
            _day(row["until_on"]),
            Source(row["source"], f"code {row['code']}", row["url"], row["verified"] == "true"),
        )
        for row in csv.DictReader(text.splitlines())
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

"""Ages, school ages and windows, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from thinkfamily.core.dates import Period, age_on
from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.who import read_who
from thinkfamily.programmes.window import periods, read_window


@pytest.mark.parametrize(
    ("who", "as_at", "first", "last"),
    [
        ("a child", date(2026, 9, 30), date(2008, 10, 1), None),
        ("an adult", date(2026, 9, 30), None, date(2008, 9, 30)),
        ("a member aged 16 to 18", date(2026, 9, 30), date(2007, 10, 1), date(2010, 9, 30)),
        ("a member of academic age 16 to 17", date(2026, 9, 30), date(2008, 9, 1), date(2010, 8, 31)),
        ("a member of academic age 16 to 17", date(2026, 8, 31), date(2007, 9, 1), date(2009, 8, 31)),
        ("a child of school age", date(2026, 9, 30), date(2010, 9, 1), date(2021, 8, 31)),
        ("a child of school age", date(2026, 12, 31), date(2010, 9, 1), date(2021, 12, 31)),
        ("a child of school age", date(2026, 6, 26), date(2009, 9, 1), date(2021, 3, 31)),
        ("a child of school age", date(2026, 6, 27), date(2010, 9, 1), date(2021, 3, 31)),
        ("a member aged 60 or over", date(2028, 2, 29), None, date(1968, 2, 29)),
        ("a child", date(2028, 2, 29), date(2010, 3, 1), None),
    ],
)
def test_births_of_those_meant(who: str, as_at: date, first: date | None, last: date | None) -> None:
    assert read_who("", who).births(as_at) == (first, last)


@pytest.mark.parametrize("as_at", [date(2026, 2, 28), date(2028, 2, 29), date(2026, 9, 30)])
def test_births_agree_with_ages(as_at: date) -> None:
    bounds = read_who("", "a member aged 16 to 18").births(as_at)
    assert bounds is not None
    first, last = bounds
    assert first is not None
    assert last is not None
    assert (age_on(first, as_at), age_on(last, as_at)) == (18, 16)
    assert age_on(date.fromordinal(first.toordinal() - 1), as_at) == 19
    assert age_on(date.fromordinal(last.toordinal() + 1), as_at) == 15


def test_a_member_of_any_age_needs_no_birth_date() -> None:
    assert read_who("", "a member").births(date(2026, 9, 30)) is None


@pytest.mark.parametrize(
    ("window", "first", "after"),
    [
        ("P12M", date(2025, 10, 1), date(2026, 10, 1)),
        ("P1Y", date(2025, 10, 1), date(2026, 10, 1)),
        ("P6M", date(2026, 3, 31), date(2026, 10, 1)),
        ("P2W", date(2026, 9, 17), date(2026, 10, 1)),
        ("P1D", date(2026, 9, 30), date(2026, 10, 1)),
        ("at the date", date(2026, 9, 30), date(2026, 10, 1)),
        ("P6M ending P6M before the date", date(2025, 10, 1), date(2026, 3, 31)),
        ("P2W ending P1W before the date", date(2026, 9, 10), date(2026, 9, 24)),
        ("P12M after the date", date(2026, 10, 1), date(2027, 10, 1)),
        ("school year to the date", date(2026, 9, 1), date(2026, 10, 1)),
        ("last school year", date(2025, 9, 1), date(2026, 9, 1)),
    ],
)
def test_windows_end_with_the_date(window: str, first: date, after: date) -> None:
    assert periods(read_window("", window), date(2026, 9, 30), ()) == (Period(first, after),)


def test_terms_that_have_ended_by_the_day_after_the_date() -> None:
    terms = tuple(Period(date(2026, month, 1), date(2026, month, 20)) for month in (5, 3, 1))
    window = read_window("", "last 2 terms")
    assert periods(window, date(2026, 5, 19), terms) == (terms[1], terms[0])
    assert periods(window, date(2026, 5, 18), terms) == (terms[2], terms[1])
    assert periods(window, date(2026, 3, 18), terms) is None


@pytest.mark.parametrize(
    ("as_at", "first"),
    [(date(2026, 9, 30), 7), (date(2026, 9, 29), 6), (date(2026, 3, 31), 1), (date(2026, 3, 30), -1)],
)
def test_whole_months_that_have_ended_by_the_date(as_at: date, first: int) -> None:
    found = periods(read_window("", "each of the last 3 months"), as_at, ())
    assert found is not None
    assert len(found) == 3
    starts = date(2026, first, 1) if first > 0 else date(2025, 12, 1)
    assert found[0].from_on == starts
    assert [each.until_on for each in found[:2]] == [each.from_on for each in found[1:]]


def test_months_are_asked_one_by_one() -> None:
    with pytest.raises(RuleError, match="'over' is 'last 3 months'"):
        read_window("", "last 3 months")

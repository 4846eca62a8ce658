"""When meetings are due: golden dates of the programmes that ship, and which meeting meets which due date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from thinkfamily.casework.meetings.cadence import FAMILY, FIRST, PROFESSIONAL, Clock, began_on
from thinkfamily.programmes.profile import shipped

BEGAN = date(2026, 9, 1)


def recovery(*met, **changed):
    """Family recovery, active from 1 September 2026, with meetings that were held."""
    return Clock(shipped()["family_recovery"], BEGAN, met=met, **changed)


def days(clock, series, until=date(2026, 12, 31)):
    return [due.on for due in clock.dues(until) if series in due.serves]


def test_family_recovery_meets_every_three_weeks_and_the_family_joins_every_other_time():
    clock = recovery()
    assert days(clock, PROFESSIONAL)[:5] == [
        date(2026, 9, 22),
        date(2026, 10, 13),
        date(2026, 11, 3),
        date(2026, 11, 24),
        date(2026, 12, 15),
    ]
    assert days(clock, FAMILY) == [date(2026, 10, 13), date(2026, 11, 24)]
    assert days(clock, FIRST) == [date(2026, 10, 13)]


def test_what_falls_on_one_day_is_one_meeting():
    dues = recovery().dues(date(2026, 11, 30))
    assert len({due.on for due in dues}) == len(dues) == 4
    assert [due.kind for due in dues] == [PROFESSIONAL, FIRST, PROFESSIONAL, FAMILY]
    assert dues[3].serves == (PROFESSIONAL, FAMILY)


def test_the_last_day_asked_for_is_among_them_and_the_next_is_not():
    assert days(recovery(), PROFESSIONAL, date(2026, 9, 22)) == [date(2026, 9, 22)]
    assert days(recovery(), PROFESSIONAL, date(2026, 9, 21)) == []


def test_one_family_review_meets_both_series_and_a_professional_one_only_its_own():
    both = recovery((FAMILY, date(2026, 10, 14)))
    assert both.overdue(date(2026, 11, 2)) == []
    alone = recovery((PROFESSIONAL, date(2026, 10, 14)))
    assert [(one.series, one.since) for one in alone.overdue(date(2026, 11, 2))] == [(FAMILY, date(2026, 10, 13))]


def test_a_late_meeting_moves_no_other_and_meets_the_due_day_it_is_nearest_to():
    late = recovery((PROFESSIONAL, date(2026, 10, 1)))  # nine days late of twenty-one
    assert days(late, PROFESSIONAL)[:2] == [date(2026, 9, 22), date(2026, 10, 13)]
    assert [one.series for one in late.overdue(date(2026, 10, 10))] == []
    later = recovery((PROFESSIONAL, date(2026, 10, 5)))  # nearer to the next
    assert PROFESSIONAL not in [one.series for one in later.overdue(date(2026, 10, 30))]
    assert date(2026, 10, 13) not in [due.on for due in later.ahead(date(2026, 10, 6), date(2026, 10, 12))]


def test_what_is_behind_is_told_once_with_how_many_days_have_passed():
    (one, *rest) = recovery().overdue(date(2026, 11, 10))
    assert {each.series for each in (one, *rest)} == {FIRST, PROFESSIONAL, FAMILY}
    professional = next(each for each in (one, *rest) if each.series == PROFESSIONAL)
    assert (professional.since, professional.missed) == (date(2026, 9, 22), 3)


def test_a_meeting_beside_the_series_meets_none_of_them():
    for kind in ("urgent", "professional_only"):
        assert recovery((kind, date(2026, 9, 22))).overdue(date(2026, 10, 1))[0].since == date(2026, 9, 22)


def test_nothing_is_overdue_before_its_day_has_passed_or_while_nobody_works_the_case():
    assert recovery().overdue(date(2026, 9, 22)) == []
    assert [one.series for one in recovery().overdue(date(2026, 9, 23))] == [PROFESSIONAL]
    assert recovery(is_running=False).overdue(date(2026, 12, 1)) == []
    assert Clock(None, BEGAN).dues(date(2026, 12, 1)) == []


@pytest.mark.parametrize(
    ("began", "due", "says", "proposed"),
    [
        # Christmas Day 2026 is a Friday; Boxing Day is made up for on Monday 28 December.
        (date(2026, 12, 4), date(2026, 12, 25), "Christmas Day", date(2026, 12, 29)),
        (date(2026, 8, 10), date(2026, 8, 31), "Late Summer Bank Holiday", date(2026, 9, 1)),
        (date(2026, 9, 5), date(2026, 9, 26), "Saturday", date(2026, 9, 28)),
        (date(2026, 9, 1), date(2026, 9, 22), "", date(2026, 9, 22)),
    ],
)
def test_a_due_day_that_is_no_working_day_says_so_and_proposes_the_next(began, due, says, proposed):
    first = Clock(shipped()["family_recovery"], began).dues(due)[0]
    assert (first.on, first.falls_on, first.proposed_on) == (due, says, proposed)


def test_what_is_due_on_a_bank_holiday_is_not_overdue_before_the_day_that_is_proposed_has_passed():
    clock = Clock(shipped()["family_recovery"], date(2026, 12, 4))
    assert clock.overdue(date(2026, 12, 29)) == []
    assert [one.series for one in clock.overdue(date(2026, 12, 30))] == [PROFESSIONAL]


def test_the_courts_timetable_follows_from_one_day():
    court = Clock(shipped()["court_linked"], date(2025, 12, 1), anchor_on=date(2026, 1, 5))
    steps = [(step.on, step.what) for step in court.timetable()]

    def on(*words):
        return [day for day, what in steps if any(word in what for word in words)]

    assert on("Parents sign") == [date(2026, 2, 2)]
    assert on("without lawyers") == [
        date(2026, 2, 16),
        date(2026, 3, 2),
        date(2026, 3, 16),
        date(2026, 3, 30),
        date(2026, 4, 13),
        date(2026, 4, 27),
    ]
    assert on("Plan review") == [date(2026, 3, 16), date(2026, 5, 11)]
    assert on("Review assessment") == [date(2026, 5, 18)]
    assert on("Issues hearing") == [date(2026, 6, 22)]
    assert (on("Expected end"), court.timetable()[-1].week) == ([date(2026, 7, 6)], 26)


def test_with_an_anchor_the_reviews_are_counted_from_it_and_fall_on_the_courts_days():
    court = Clock(shipped()["court_linked"], date(2025, 12, 1), anchor_on=date(2026, 1, 5))
    reviews = days(court, PROFESSIONAL, date(2026, 4, 30))
    assert {date(2026, 2, 16) + timedelta(weeks=2 * n) for n in range(6)} <= set(reviews)
    assert Clock(shipped()["court_linked"], date(2025, 12, 1)).timetable() == []


@pytest.mark.parametrize(
    ("moves", "began"),
    [
        ([("considered", 1), ("agreed", 5)], 5),
        ([("considered", 1), ("agreed", 5), ("planning", 8), ("active", 12)], 12),
        ([("agreed", 5), ("active", 12), ("reviewing", 15), ("active", 16)], 12),
        ([("agreed", 5), ("active", 12), ("considered", 15), ("agreed", 20)], 20),
        ([("agreed", 5), ("closed", 12)], 2),
        ([("considered", 1)], 2),
        ([], 2),
    ],
)
def test_reviews_are_counted_from_the_day_the_work_began(moves, began):
    told = [(state, date(2026, 9, day)) for state, day in moves]
    assert began_on(told, date(2026, 9, 2)) == date(2026, 9, began)


def test_every_programme_that_ships_has_meetings_due():
    for profile in shipped().values():
        assert Clock(profile, BEGAN).dues(BEGAN + timedelta(days=400)), profile.code

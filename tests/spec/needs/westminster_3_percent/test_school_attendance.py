"""Poor school attendance linked to poor attainment."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""


def test_15_per_cent_of_possible_sessions_without_permission(spec: Example) -> None:
    """59 of 400 sessions (14.75%) are below the line; 60 (15%) are on it and count; 61 are above."""
    spec(
        family=FAMILIES,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            kit    | sessions_possible    | 2026-01-05 | 2026-03-28 | 120
            kit    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            kit    | absence_unauthorised | 2025-09-01 | 2025-12-20 | 59
            lee    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            lee    | sessions_possible    | 2026-01-05 | 2026-03-28 | 120
            lee    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            lee    | absence_unauthorised | 2026-01-05 | 2026-03-28 | 60
            max    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            max    | sessions_possible    | 2026-01-05 | 2026-03-28 | 120
            max    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            max    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 61
        """,
        criterion="school_attendance",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_absence_with_permission_does_not_count(spec: Example) -> None:
    """Only absence without permission is counted; illness is not."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on    | until_on   | quantity
            kit    | sessions_possible  | 2025-09-01 | 2025-12-20 | 140
            kit    | sessions_possible  | 2026-01-05 | 2026-03-28 | 120
            kit    | sessions_possible  | 2026-04-13 | 2026-07-22 | 140
            kit    | absence_authorised | 2025-09-01 | 2025-12-20 | 140
        """,
        criterion="school_attendance",
        expect={"one": "no"},
    )


def test_the_last_three_terms_are_those_that_have_ended_by_the_date(spec: Example) -> None:
    """On the last day of the summer term it has ended and counts; on the day before, the three terms before it do."""
    events = """
        person | event                | from_on    | until_on   | quantity
        kit    | sessions_possible    | 2025-04-22 | 2025-07-23 | 100
        kit    | sessions_possible    | 2025-09-01 | 2025-12-20 | 100
        kit    | sessions_possible    | 2026-01-05 | 2026-03-28 | 100
        kit    | sessions_possible    | 2026-04-13 | 2026-07-22 | 100
        kit    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 60
    """
    terms = """
        from_on    | until_on
        2025-04-22 | 2025-07-23
        2025-09-01 | 2025-12-20
        2026-01-05 | 2026-03-28
        2026-04-13 | 2026-07-22
    """
    spec(
        family=FAMILIES,
        events=events,
        terms=terms,
        as_at="2026-07-21",
        criterion="school_attendance",
        expect={"one": "yes"},
    )
    spec(
        family=FAMILIES,
        events=events,
        terms=terms,
        as_at="2026-07-20",
        criterion="school_attendance",
        expect={"one": "no"},
    )


def test_a_child_recorded_for_one_term_of_three(spec: Example) -> None:
    """High absence in what is recorded is a yes; low absence is unknown, for two terms are not there to see."""
    spec(
        family=FAMILIES,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            kit    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 40
            lee    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            lee    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 2
        """,
        criterion="school_attendance",
        expect={
            "one": "yes",
            "two": Unknown("recorded for only some of the terms"),
            "three": Unknown("No sessions possible recorded over the last 3 terms."),
        },
    )


def test_a_child_the_schools_do_not_know(spec: Example) -> None:
    """The education feed lists everyone it serves, so a child who is not in it is unknown, not a good attender."""
    spec(
        family=FAMILIES,
        feeds="""
            feed      | covers_from | covers_until | absence_means
            education | 2023-10-01  | 2026-10-01   | unknown
        """,
        criterion="school_attendance",
        expect={"kit": Unknown("Not in the education feed, which lists everyone it serves.")},
    )


def test_three_suspensions_in_three_terms(spec: Example) -> None:
    """Two are too few, three count, four count: suspensions are counted, not their days."""
    spec(
        family=FAMILIES,
        events="""
            person | event      | from_on    | quantity
            kit    | suspension | 2025-10-01 | 20
            kit    | suspension | 2026-02-01 | 20
            lee    | suspension | 2025-10-01 | 1
            lee    | suspension | 2026-02-01 | 1
            lee    | suspension | 2026-06-01 | 1
            max    | suspension | 2025-10-01 | 1
            max    | suspension | 2026-02-01 | 1
            max    | suspension | 2026-06-01 | 1
            max    | suspension | 2026-06-10 | 1
        """,
        criterion="school_attendance",
        expect={"one": Unknown(), "two": "yes", "three": "yes"},
    )


def test_only_children_of_school_age_are_asked_about(spec: Example) -> None:
    """From the 31 August, 31 December or 31 March on or after the fifth birthday, to the June in which they are 16."""
    spec(
        family="""
            family  | person | role  | born
            starts  | ann    | child | 2021-08-31
            younger | bea    | child | 2021-09-01
            leaver  | cas    | child | 2010-08-31
            stays   | dee    | child | 2010-09-01
        """,
        events="""
            person | event       | from_on
            ann    | not_on_roll | 2026-09-01
            bea    | not_on_roll | 2026-09-01
            cas    | not_on_roll | 2026-09-01
            dee    | not_on_roll | 2026-09-01
        """,
        criterion="school_attendance",
        expect={"starts": "yes", "younger": "no", "leaver": "no", "stays": "yes"},
    )


def test_permanently_excluded_in_the_year(spec: Example) -> None:
    """An exclusion on the first day of the 12 months counts; one on the day before does not settle it."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on
            kit    | permanent_exclusion | 2025-10-01
            lee    | permanent_exclusion | 2025-09-30
        """,
        criterion="school_attendance",
        expect={"one": "yes", "two": Unknown()},
    )


def test_without_three_terms_behind_us(spec: Example) -> None:
    """Where fewer than 3 terms are known to have ended, absence over 3 terms cannot be judged."""
    spec(
        family=FAMILIES,
        terms="""
            from_on    | until_on
            2026-01-05 | 2026-03-28
            2026-04-13 | 2026-07-22
        """,
        criterion="school_attendance",
        expect={"one": Unknown("Fewer than 3 school terms are known to have ended.")},
    )

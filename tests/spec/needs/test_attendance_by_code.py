"""Attendance by code and by count."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""
TERMS = """
    from_on    | until_on
    2024-04-15 | 2024-07-24
    2024-09-02 | 2024-12-21
    2025-01-06 | 2025-04-05
"""


def test_a_mark_is_a_session(spec: Example) -> None:
    """One mark without permission of six possible sessions is 17% and counts; one of seven is 14% and does not."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        as_at="2025-04-30",
        events="""
            person | event           | from_on    | detail
            kit    | attendance_mark | 2024-05-01 | U
            kit    | attendance_mark | 2024-05-02 | /
            kit    | attendance_mark | 2024-10-01 | L
            kit    | attendance_mark | 2024-10-02 | I
            kit    | attendance_mark | 2025-02-03 | B
            kit    | attendance_mark | 2025-02-04 | B
            lee    | attendance_mark | 2024-05-01 | U
            lee    | attendance_mark | 2024-05-02 | /
            lee    | attendance_mark | 2024-10-01 | L
            lee    | attendance_mark | 2024-10-02 | I
            lee    | attendance_mark | 2025-02-03 | B
            lee    | attendance_mark | 2025-02-04 | B
            lee    | attendance_mark | 2025-02-05 | V
        """,
        criterion="school_attendance",
        expect={"one": "yes", "two": "no", "three": Unknown("No sessions possible recorded")},
    )


def test_sessions_that_were_not_possible_are_no_part_of_the_whole(spec: Example) -> None:
    """Not on roll, not required, school shut: left out, so that one of six is still 17%."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        as_at="2025-04-30",
        events="""
            person | event           | from_on    | detail
            kit    | attendance_mark | 2024-05-01 | U
            kit    | attendance_mark | 2024-05-02 | /
            kit    | attendance_mark | 2024-10-01 | /
            kit    | attendance_mark | 2024-10-02 | /
            kit    | attendance_mark | 2025-02-03 | /
            kit    | attendance_mark | 2025-02-04 | /
            kit    | attendance_mark | 2025-02-05 | X
            kit    | attendance_mark | 2025-02-06 | Z
            kit    | attendance_mark | 2025-02-07 | #
            kit    | attendance_mark | 2025-02-10 | Y4
        """,
        criterion="school_attendance",
        expect={"one": "yes"},
    )


def test_a_code_is_read_by_the_table_of_its_day(spec: Example) -> None:
    """Y (not possible), J (attending) and H (with permission) were codes until August 2024 and are none since.

    Since then an interview is J1 and counts as absence with permission. Read so, kit and lee each missed one of six.
    """
    spec(
        family=FAMILIES,
        terms=TERMS,
        as_at="2025-04-30",
        events="""
            person | event           | from_on    | detail
            kit    | attendance_mark | 2024-05-01 | O
            kit    | attendance_mark | 2024-05-02 | Y
            kit    | attendance_mark | 2024-05-03 | J
            kit    | attendance_mark | 2024-10-01 | /
            kit    | attendance_mark | 2024-10-02 | J1
            kit    | attendance_mark | 2025-02-03 | /
            kit    | attendance_mark | 2025-02-04 | /
            lee    | attendance_mark | 2024-05-01 | /
            lee    | attendance_mark | 2024-05-02 | H
            lee    | attendance_mark | 2024-10-01 | /
            lee    | attendance_mark | 2024-10-02 | H
            lee    | attendance_mark | 2025-02-03 | O
            lee    | attendance_mark | 2025-02-04 | /
            lee    | attendance_mark | 2025-02-05 | /
        """,
        criterion="school_attendance",
        expect={"one": "yes", "two": "yes"},
    )


def test_numbers_of_sessions_stand_before_marks_of_the_same_time(spec: Example) -> None:
    """A record with numbers for a term and marks within it is counted once, by the numbers."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        as_at="2025-04-30",
        events="""
            person | event                | from_on    | until_on   | quantity | detail
            kit    | sessions_possible    | 2024-04-15 | 2024-07-24 | 100      | -
            kit    | sessions_possible    | 2024-09-02 | 2024-12-21 | 100      | -
            kit    | sessions_possible    | 2025-01-06 | 2025-04-05 | 100      | -
            kit    | absence_unauthorised | 2025-01-06 | 2025-04-05 | 44       | -
            kit    | attendance_mark      | 2025-01-07 | -          | -        | O
            kit    | suspension           | 2025-01-07 | -          | -        | -
            lee    | sessions_possible    | 2024-04-15 | 2024-07-24 | 100      | -
            lee    | sessions_possible    | 2024-09-02 | 2024-12-21 | 100      | -
            lee    | sessions_possible    | 2025-01-06 | 2025-04-05 | 100      | -
            lee    | absence_unauthorised | 2025-01-06 | 2025-04-05 | 45       | -
            lee    | attendance_mark      | 2025-01-07 | -          | -        | /
        """,
        criterion="school_attendance",
        expect={"one": "no", "two": "yes"},
    )

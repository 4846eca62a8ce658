"""A term in which a child missed 10% of sessions, with permission or without."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILY = """
    family | person | role  | born
    one    | ann    | child | 2014-01-01
    two    | bea    | child | 2014-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_ten_percent_of_the_last_term(spec: Example) -> None:
    """30 of 300 sessions are on the line and count, with permission and without together; 29 are below it."""
    spec(
        family=FAMILY,
        events="""
            person | event                | from_on    | until_on   | quantity
            ann    | sessions_possible    | 2026-04-13 | 2026-07-22 | 300
            ann    | absence_authorised   | 2026-04-13 | 2026-07-22 | 20
            ann    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 10
            bea    | sessions_possible    | 2026-04-13 | 2026-07-22 | 300
            bea    | absence_authorised   | 2026-04-13 | 2026-07-22 | 29
        """,
        criterion="slipping_attendance",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_an_earlier_term_does_not_count(spec: Example) -> None:
    """A bad term before, and a good one since: no longer."""
    spec(
        family=FAMILY,
        events="""
            person | event                | from_on    | until_on   | quantity
            ann    | sessions_possible    | 2026-01-05 | 2026-03-28 | 300
            ann    | absence_authorised   | 2026-01-05 | 2026-03-28 | 200
            ann    | sessions_possible    | 2026-04-13 | 2026-07-22 | 300
            ann    | absence_authorised   | 2026-04-13 | 2026-07-22 | 1
        """,
        criterion="slipping_attendance",
        expect={"one": "no"},
    )


def test_a_child_of_whom_no_school_tells(spec: Example) -> None:
    """No sessions recorded is no good attendance: nothing is known."""
    spec(family=FAMILY, criterion="slipping_attendance", expect={"one": Unknown("No sessions possible recorded")})

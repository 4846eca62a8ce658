"""Outcome 1: attendance."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    one    | lee    | child | 2012-05-05
    two    | max    | child | 2014-05-05
"""
TERMS = """
    from_on    | until_on
    2024-04-15 | 2024-07-24
    2024-09-02 | 2024-12-21
    2025-01-06 | 2025-03-29
"""


def test_each_child_attends_more_than_90_percent(spec: Example) -> None:
    """Exactly 90% is not more than 90%; 226 of 250 sessions are."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event              | from_on    | until_on   | quantity
            kit    | sessions_possible  | 2024-09-02 | 2024-12-21 | 140
            kit    | sessions_possible  | 2025-01-06 | 2025-03-29 | 110
            lee    | sessions_possible  | 2024-09-02 | 2024-12-21 | 140
            lee    | sessions_possible  | 2025-01-06 | 2025-03-29 | 110
            max    | sessions_possible  | 2024-09-02 | 2024-12-21 | 140
            max    | sessions_possible  | 2025-01-06 | 2025-03-29 | 110
            kit    | absence_authorised | 2024-09-02 | 2024-12-21 | 24
            max    | absence_authorised | 2024-09-02 | 2024-12-21 | 25
        """,
        criterion="attendance_kept_up",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_one_child_is_not_enough(spec: Example) -> None:
    """Another child of school age who misses school undoes it."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            kit    | sessions_possible    | 2025-01-06 | 2025-03-29 | 110
            lee    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            lee    | sessions_possible    | 2025-01-06 | 2025-03-29 | 110
            lee    | absence_unauthorised | 2025-01-06 | 2025-03-29 | 60
        """,
        criterion="attendance_kept_up",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_a_term_of_which_nothing_is_recorded(spec: Example) -> None:
    """Nothing is recorded of the spring: it cannot be known."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event             | from_on    | until_on   | quantity
            max    | sessions_possible | 2024-09-02 | 2024-12-21 | 140
        """,
        criterion="attendance_kept_up",
        as_at="2025-03-31",
        expect={"two": Unknown("recorded for only some of the terms")},
    )

"""Irregular attendance at school."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""


def test_10_per_cent_of_possible_sessions(spec: Example) -> None:
    """39 of 400 sessions (9.75%) are below the line; 40 (10%) are on it and count, with permission or without; 41 are above."""
    spec(
        family=FAMILIES,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            kit    | sessions_possible    | 2026-01-05 | 2026-03-28 | 120
            kit    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            kit    | absence_authorised   | 2025-09-01 | 2025-12-20 | 39
            lee    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            lee    | sessions_possible    | 2026-01-05 | 2026-03-28 | 120
            lee    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            lee    | absence_authorised   | 2025-09-01 | 2025-12-20 | 20
            lee    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 20
            max    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            max    | sessions_possible    | 2026-01-05 | 2026-03-28 | 120
            max    | sessions_possible    | 2026-04-13 | 2026-07-22 | 140
            max    | absence_unauthorised | 2026-01-05 | 2026-03-28 | 41
        """,
        criterion="irregular_attendance",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_only_children_of_school_age(spec: Example) -> None:
    """A child of four and a young adult are not asked about."""
    spec(
        family="""
            family | person | role  | born
            young  | kit    | child | 2022-05-05
            grown  | ann    | adult | 2007-05-05
        """,
        events="""
            person | event              | from_on    | until_on   | quantity
            kit    | sessions_possible  | 2025-09-01 | 2025-12-20 | 140
            kit    | sessions_possible  | 2026-01-05 | 2026-03-28 | 120
            kit    | sessions_possible  | 2026-04-13 | 2026-07-22 | 140
            kit    | absence_authorised | 2025-09-01 | 2025-12-20 | 100
            ann    | sessions_possible  | 2025-09-01 | 2025-12-20 | 140
            ann    | sessions_possible  | 2026-01-05 | 2026-03-28 | 120
            ann    | sessions_possible  | 2026-04-13 | 2026-07-22 | 140
            ann    | absence_authorised | 2025-09-01 | 2025-12-20 | 100
        """,
        criterion="irregular_attendance",
        expect={"young": "no", "grown": "no"},
    )


def test_a_child_of_whom_no_school_tells(spec: Example) -> None:
    """Without sessions nothing can be said."""
    spec(
        family=FAMILIES,
        criterion="irregular_attendance",
        expect={"one": Unknown("No sessions possible recorded over the last 3 terms.")},
    )


def test_without_education(spec: Example) -> None:
    """No school told anything."""
    spec(
        family=FAMILIES,
        without=("education",),
        criterion="irregular_attendance",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

"""Persistent absence."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | ann    | adult | 1990-01-01
"""
TERMS = """
    from_on    | until_on
    2025-09-01 | 2025-12-20
    2026-01-05 | 2026-03-28
    2026-04-13 | 2026-07-22
"""


def test_ten_percent_of_three_terms(spec: Example) -> None:
    """38 of 380 sessions are 10% and count; 37 do not. Absence with permission counts like absence without."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            kit    | sessions_possible    | 2026-01-05 | 2026-03-28 | 110
            kit    | sessions_possible    | 2026-04-13 | 2026-07-22 | 130
            lee    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            lee    | sessions_possible    | 2026-01-05 | 2026-03-28 | 110
            lee    | sessions_possible    | 2026-04-13 | 2026-07-22 | 130
            kit    | absence_authorised   | 2025-09-01 | 2025-12-20 | 20
            kit    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 18
            lee    | absence_unauthorised | 2025-09-01 | 2025-12-20 | 37
        """,
        criterion="persistent_absence",
        expect={"one": "yes", "two": "no"},
    )


def test_a_term_of_which_nothing_is_recorded(spec: Example) -> None:
    """Little absence in two terms says nothing of the third."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2025-09-01 | 2025-12-20 | 140
            kit    | sessions_possible    | 2026-01-05 | 2026-03-28 | 110
            kit    | absence_unauthorised | 2025-09-01 | 2025-12-20 | 5
        """,
        criterion="persistent_absence",
        expect={"one": Unknown("recorded for only some of the terms")},
    )


def test_without_the_schools(spec: Example) -> None:
    """The education feed was not supplied."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        without=("education",),
        criterion="persistent_absence",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

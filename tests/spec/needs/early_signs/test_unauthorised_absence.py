"""Two terms in which a child missed 5% of sessions without permission."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILY = """
    family | person | role  | born
    one    | ann    | child | 2014-01-01
    two    | bea    | child | 2014-01-01
    three  | cas    | child | 2014-01-01
"""


def test_five_percent_over_two_terms(spec: Example) -> None:
    """30 of 600 sessions are on the line and count; 29 are below; absence with permission is left out."""
    spec(
        family=FAMILY,
        events="""
            person | event                | from_on    | until_on   | quantity
            ann    | sessions_possible    | 2026-01-05 | 2026-03-28 | 300
            ann    | sessions_possible    | 2026-04-13 | 2026-07-22 | 300
            ann    | absence_unauthorised | 2026-01-05 | 2026-03-28 | 30
            bea    | sessions_possible    | 2026-01-05 | 2026-03-28 | 300
            bea    | sessions_possible    | 2026-04-13 | 2026-07-22 | 300
            bea    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 29
            bea    | absence_authorised   | 2026-04-13 | 2026-07-22 | 90
        """,
        criterion="unauthorised_absence",
        expect={"one": "yes", "two": "no"},
    )


def test_a_term_that_is_not_recorded(spec: Example) -> None:
    """One good term of two leaves the other open."""
    spec(
        family=FAMILY,
        events="""
            person | event                | from_on    | until_on   | quantity
            cas    | sessions_possible    | 2026-04-13 | 2026-07-22 | 300
            cas    | absence_unauthorised | 2026-04-13 | 2026-07-22 | 3
        """,
        criterion="unauthorised_absence",
        expect={"three": Unknown("recorded for only some of the terms")},
    )

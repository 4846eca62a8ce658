"""Absence without permission."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2006-05-05
    two    | lee    | child | 2006-05-05
    three  | max    | child | 2006-05-05
"""
TERMS = """
    from_on    | until_on
    2017-09-04 | 2017-12-20
    2018-01-03 | 2018-03-29
    2018-04-16 | 2018-07-24
"""


def test_more_than_10_per_cent_of_possible_sessions(spec: Example) -> None:
    """39 of 400 sessions (9.75%) are below the line; 40 (10%) are on it and do not count yet; 41 (10.25%) are above."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2017-09-04 | 2017-12-20 | 140
            kit    | sessions_possible    | 2018-01-03 | 2018-03-29 | 120
            kit    | sessions_possible    | 2018-04-16 | 2018-07-24 | 140
            kit    | absence_unauthorised | 2017-09-04 | 2017-12-20 | 39
            lee    | sessions_possible    | 2017-09-04 | 2017-12-20 | 140
            lee    | sessions_possible    | 2018-01-03 | 2018-03-29 | 120
            lee    | sessions_possible    | 2018-04-16 | 2018-07-24 | 140
            lee    | absence_unauthorised | 2018-01-03 | 2018-03-29 | 40
            max    | sessions_possible    | 2017-09-04 | 2017-12-20 | 140
            max    | sessions_possible    | 2018-01-03 | 2018-03-29 | 120
            max    | sessions_possible    | 2018-04-16 | 2018-07-24 | 140
            max    | absence_unauthorised | 2018-04-16 | 2018-07-24 | 41
        """,
        criterion="unauthorised_absence",
        expect={"one": "no", "two": "no", "three": "yes"},
    )


def test_an_average_over_three_terms(spec: Example) -> None:
    """A bad term of three counts only as far as it lifts the average: 30 of one term and 11 of the others together."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2017-09-04 | 2017-12-20 | 140
            kit    | sessions_possible    | 2018-01-03 | 2018-03-29 | 120
            kit    | sessions_possible    | 2018-04-16 | 2018-07-24 | 140
            kit    | absence_unauthorised | 2017-09-04 | 2017-12-20 | 30
            kit    | absence_unauthorised | 2018-01-03 | 2018-03-29 | 6
            kit    | absence_unauthorised | 2018-04-16 | 2018-07-24 | 5
        """,
        criterion="unauthorised_absence",
        expect={"one": "yes"},
    )


def test_a_child_of_whom_no_school_tells(spec: Example) -> None:
    """Without sessions nothing can be said."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="unauthorised_absence",
        expect={"one": Unknown("No sessions possible recorded over the last 3 terms.")},
    )

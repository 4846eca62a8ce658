"""Absence without permission."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2002-05-05
    two    | lee    | child | 2002-05-05
    three  | max    | child | 2002-05-05
"""
TERMS = """
    from_on    | until_on
    2013-09-02 | 2013-12-20
    2014-01-06 | 2014-04-04
    2014-04-22 | 2014-07-23
"""


def test_15_per_cent_of_possible_sessions(spec: Example) -> None:
    """59 of 400 sessions (14.75%) are below the line; 60 (15%) are on it and count; 61 are above."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2013-09-02 | 2013-12-20 | 140
            kit    | sessions_possible    | 2014-01-06 | 2014-04-04 | 120
            kit    | sessions_possible    | 2014-04-22 | 2014-07-23 | 140
            kit    | absence_unauthorised | 2013-09-02 | 2013-12-20 | 59
            lee    | sessions_possible    | 2013-09-02 | 2013-12-20 | 140
            lee    | sessions_possible    | 2014-01-06 | 2014-04-04 | 120
            lee    | sessions_possible    | 2014-04-22 | 2014-07-23 | 140
            lee    | absence_unauthorised | 2014-01-06 | 2014-04-04 | 60
            max    | sessions_possible    | 2013-09-02 | 2013-12-20 | 140
            max    | sessions_possible    | 2014-01-06 | 2014-04-04 | 120
            max    | sessions_possible    | 2014-04-22 | 2014-07-23 | 140
            max    | absence_unauthorised | 2014-04-22 | 2014-07-23 | 61
        """,
        criterion="unauthorised_absence",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_absence_with_permission_does_not_count(spec: Example) -> None:
    """A press account spoke of 85% attendance; the rule is about absence without permission."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event              | from_on    | until_on   | quantity
            kit    | sessions_possible  | 2013-09-02 | 2013-12-20 | 140
            kit    | sessions_possible  | 2014-01-06 | 2014-04-04 | 120
            kit    | sessions_possible  | 2014-04-22 | 2014-07-23 | 140
            kit    | absence_authorised | 2013-09-02 | 2013-12-20 | 140
        """,
        criterion="unauthorised_absence",
        expect={"one": "no"},
    )


def test_a_child_of_whom_no_school_tells(spec: Example) -> None:
    """Without sessions nothing can be said."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="unauthorised_absence",
        expect={"one": Unknown("No sessions possible recorded over the last 3 terms.")},
    )

"""Result: back at school."""

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


def test_each_child_below_both_lines(spec: Example) -> None:
    """Two suspensions and 59 of 400 sessions pass; three suspensions, or 60 sessions, do not."""
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
            kit    | suspension           | 2013-10-01 | -          | 1
            kit    | suspension           | 2014-02-01 | -          | 1
            lee    | sessions_possible    | 2013-09-02 | 2013-12-20 | 140
            lee    | sessions_possible    | 2014-01-06 | 2014-04-04 | 120
            lee    | sessions_possible    | 2014-04-22 | 2014-07-23 | 140
            lee    | absence_unauthorised | 2013-09-02 | 2013-12-20 | 60
            max    | sessions_possible    | 2013-09-02 | 2013-12-20 | 140
            max    | sessions_possible    | 2014-01-06 | 2014-04-04 | 120
            max    | sessions_possible    | 2014-04-22 | 2014-07-23 | 140
            max    | suspension           | 2013-10-01 | -          | 1
            max    | suspension           | 2014-02-01 | -          | 1
            max    | suspension           | 2014-06-01 | -          | 1
        """,
        criterion="school_regained",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_another_child_voids_it(spec: Example) -> None:
    """One child back at school and another over the line: the family as a whole has not done it."""
    spec(
        family="""
            person | role  | born
            kit    | child | 2002-05-05
            lee    | child | 2004-05-05
        """,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2013-09-02 | 2013-12-20 | 140
            kit    | sessions_possible    | 2014-01-06 | 2014-04-04 | 120
            kit    | sessions_possible    | 2014-04-22 | 2014-07-23 | 140
            lee    | sessions_possible    | 2013-09-02 | 2013-12-20 | 140
            lee    | sessions_possible    | 2014-01-06 | 2014-04-04 | 120
            lee    | sessions_possible    | 2014-04-22 | 2014-07-23 | 140
            lee    | absence_unauthorised | 2013-09-02 | 2013-12-20 | 60
        """,
        criterion="school_regained",
        expect={"family": "no"},
    )


def test_a_child_of_whom_no_school_tells(spec: Example) -> None:
    """Little absence is known only once there are sessions."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="school_regained",
        expect={"one": Unknown("No sessions possible recorded over the last 3 terms.")},
    )

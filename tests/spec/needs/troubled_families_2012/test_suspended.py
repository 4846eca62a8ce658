"""Suspended three times."""

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


def test_three_suspensions_in_three_terms(spec: Example) -> None:
    """Two are too few, three count, four count; their days do not matter."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event      | from_on    | quantity
            kit    | suspension | 2013-10-01 | 20
            kit    | suspension | 2014-02-01 | 20
            lee    | suspension | 2013-10-01 | 1
            lee    | suspension | 2014-02-01 | 1
            lee    | suspension | 2014-06-01 | 1
            max    | suspension | 2013-10-01 | 1
            max    | suspension | 2014-02-01 | 1
            max    | suspension | 2014-06-01 | 1
            max    | suspension | 2014-06-10 | 1
        """,
        criterion="suspended",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_a_suspension_before_the_three_terms(spec: Example) -> None:
    """One before the first of the terms, or after the last, is not among them; in the holidays between two it is."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event      | from_on
            kit    | suspension | 2013-09-01
            kit    | suspension | 2014-02-01
            kit    | suspension | 2014-06-01
            lee    | suspension | 2013-10-01
            lee    | suspension | 2014-02-01
            lee    | suspension | 2014-07-23
            max    | suspension | 2013-12-23
            max    | suspension | 2014-02-01
            max    | suspension | 2014-06-01
        """,
        criterion="suspended",
        expect={"one": "no", "two": "no", "three": "yes"},
    )


def test_without_education(spec: Example) -> None:
    """No child can be said not to have been suspended."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        without=("education",),
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="suspended",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

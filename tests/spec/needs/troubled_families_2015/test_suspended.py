"""Suspended three times."""

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


def test_three_suspensions_in_three_terms(spec: Example) -> None:
    """Two are too few, three count, four count; their days do not matter."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event      | from_on    | quantity
            kit    | suspension | 2017-10-01 | 20
            kit    | suspension | 2018-02-01 | 20
            lee    | suspension | 2017-10-01 | 1
            lee    | suspension | 2018-02-01 | 1
            lee    | suspension | 2018-06-01 | 1
            max    | suspension | 2017-10-01 | 1
            max    | suspension | 2018-02-01 | 1
            max    | suspension | 2018-06-01 | 1
            max    | suspension | 2018-06-10 | 1
        """,
        criterion="suspended",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_without_education(spec: Example) -> None:
    """No child can be said not to have been suspended."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        without=("education",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="suspended",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

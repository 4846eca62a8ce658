"""Neither on a roll nor otherwise educated."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2006-05-05
    two    | lee    | child | 2006-05-05
    three  | max    | child | 2006-05-05
"""


def test_on_no_roll_on_the_date(spec: Example) -> None:
    """A spell that ended on the date is over; a child educated at home by choice is not one of them."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                   | from_on    | until_on
            kit    | not_on_roll             | 2018-01-01 | -
            lee    | not_on_roll             | 2018-01-01 | 2018-09-30
            max    | not_on_roll             | 2018-01-01 | -
            max    | elective_home_education | 2018-01-01 | -
        """,
        criterion="not_educated",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_home_education_that_is_over(spec: Example) -> None:
    """Home education that ended on the date no longer explains it."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                   | from_on    | until_on
            kit    | not_on_roll             | 2018-01-01 | -
            kit    | elective_home_education | 2017-01-01 | 2018-09-30
        """,
        criterion="not_educated",
        expect={"one": "yes"},
    )


def test_without_education(spec: Example) -> None:
    """No child can be said to be on a roll."""
    spec(
        family=FAMILIES,
        without=("education",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="not_educated",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

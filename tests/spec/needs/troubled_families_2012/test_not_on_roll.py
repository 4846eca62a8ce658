"""On no school roll."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2002-05-05
    two    | lee    | child | 2002-05-05
    three  | max    | child | 2002-05-05
"""


def test_on_no_roll_on_the_date(spec: Example) -> None:
    """A spell that ended on the date is over; a child of four is not asked about."""
    spec(
        family="""
            family | person | role  | born
            one    | kit    | child | 2002-05-05
            two    | lee    | child | 2002-05-05
            young  | max    | child | 2010-05-05
        """,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event       | from_on    | until_on
            kit    | not_on_roll | 2014-01-01 | -
            lee    | not_on_roll | 2014-01-01 | 2014-09-30
            max    | not_on_roll | 2014-01-01 | -
        """,
        criterion="not_on_roll",
        expect={"one": "yes", "two": "no", "young": "no"},
    )


def test_without_education(spec: Example) -> None:
    """No child can be said to be on a roll."""
    spec(
        family=FAMILIES,
        without=("education",),
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="not_on_roll",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

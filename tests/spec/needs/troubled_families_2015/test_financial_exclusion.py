"""At risk of financial exclusion."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_arrears_of_500_pounds(spec: Example) -> None:
    """£499.99 is below the line, £500 is on it and counts, £500.01 is above."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event               | from_on    | until_on   | quantity
            ann    | rent_arrears        | 2018-08-31 | 2018-09-30 | 499.99
            bea    | rent_arrears        | 2018-08-31 | 2018-09-30 | 500
            cas    | council_tax_arrears | 2018-08-31 | 2018-09-30 | 500.01
        """,
        criterion="financial_exclusion",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_a_debt_advice_case_on_the_date(spec: Example) -> None:
    """A case that ended on the date is over."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event       | from_on    | until_on
            ann    | debt_advice | 2018-01-01 | -
            bea    | debt_advice | 2018-01-01 | 2018-09-30
        """,
        criterion="financial_exclusion",
        expect={"one": "yes", "two": "no"},
    )


def test_without_revenues(spec: Example) -> None:
    """Council tax arrears cannot be ruled out."""
    spec(
        family=FAMILIES,
        without=("revenues",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="financial_exclusion",
        expect={"one": Unknown("The revenues feed was not supplied.")},
    )

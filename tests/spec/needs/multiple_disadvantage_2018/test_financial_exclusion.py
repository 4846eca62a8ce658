"""Financial exclusion."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_arrears_of_500_pounds(spec: Example) -> None:
    """£499.99 is below the line, £500 is on it and counts, £500.01 is above."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on   | quantity
            ann    | rent_arrears        | 2026-08-31 | 2026-09-30 | 499.99
            bea    | rent_arrears        | 2026-08-31 | 2026-09-30 | 500
            cas    | council_tax_arrears | 2026-08-31 | 2026-09-30 | 500.01
        """,
        criterion="financial_exclusion",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_two_food_bank_vouchers_or_debt_advice(spec: Example) -> None:
    """One voucher is not enough, two are; so is a debt advice case on any day of the 12 months."""
    spec(
        family=FAMILIES,
        events="""
            person | event       | from_on    | until_on
            ann    | food_bank   | 2026-03-01 | -
            bea    | food_bank   | 2026-03-01 | -
            bea    | food_bank   | 2026-04-01 | -
            cas    | debt_advice | 2025-01-01 | 2025-10-02
        """,
        criterion="financial_exclusion",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_without_revenues(spec: Example) -> None:
    """Council tax arrears cannot be ruled out."""
    spec(
        family=FAMILIES,
        without=("revenues",),
        criterion="financial_exclusion",
        expect={"one": Unknown("The revenues feed was not supplied.")},
    )

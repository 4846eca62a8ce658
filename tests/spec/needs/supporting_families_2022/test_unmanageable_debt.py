"""Need 10.2: debt or finances out of hand."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_arrears_of_500_pounds(spec: Example) -> None:
    """The latest arrears of rent or council tax: £499.99 are not enough, £500 are."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on   | quantity
            ann    | rent_arrears        | 2025-03-01 | 2025-03-02 | 499.99
            bea    | rent_arrears        | 2025-03-01 | 2025-03-02 | 500
            cas    | council_tax_arrears | 2025-03-01 | 2025-03-02 | 500
        """,
        criterion="unmanageable_debt",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say."), "two": "yes", "three": "yes"},
    )


def test_the_latest_sum_stands(spec: Example) -> None:
    """Arrears that were paid down by the date do not count; those that rose do."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on   | quantity
            ann    | rent_arrears | 2024-06-01 | 2024-06-02 | 900
            ann    | rent_arrears | 2025-03-01 | 2025-03-02 | 100
            bea    | rent_arrears | 2024-06-01 | 2024-06-02 | 100
            bea    | rent_arrears | 2025-03-01 | 2025-03-02 | 900
        """,
        criterion="unmanageable_debt",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say."), "two": "yes"},
    )


def test_debt_advice_on_the_date(spec: Example) -> None:
    """An open case of debt advice counts; one that ended by the date does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event       | from_on    | until_on
            ann    | debt_advice | 2024-12-01 | -
            bea    | debt_advice | 2024-12-01 | 2025-03-31
        """,
        criterion="unmanageable_debt",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_without_housing(spec: Example) -> None:
    """Rent arrears cannot be known; a worker may know of other debt."""
    spec(
        family=FAMILIES,
        without=("housing",),
        criterion="unmanageable_debt",
        as_at="2025-03-31",
        expect={"one": Unknown("The housing feed was not supplied.")},
    )

"""Need 9.3: a young person of 16 or 17 shut out of the home."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family    | person | role  | born
    fifteen   | kit    | child | 2009-04-01
    sixteen   | lee    | child | 2009-03-31
    seventeen | max    | child | 2007-04-01
    eighteen  | ann    | adult | 2007-03-31
"""


def test_at_16_and_17_and_not_at_15_or_18(spec: Example) -> None:
    """Age is counted on the date: who turns 16 on it is asked; who turns 18 on it is not."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on
            kit    | excluded_from_home | 2025-02-01
            lee    | excluded_from_home | 2025-02-01
            max    | excluded_from_home | 2025-02-01
            ann    | excluded_from_home | 2025-02-01
        """,
        criterion="shut_out_of_home",
        as_at="2025-03-31",
        expect={"fifteen": "no", "sixteen": "yes", "seventeen": "yes", "eighteen": "no"},
    )


def test_in_the_12_months(spec: Example) -> None:
    """The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on
            lee    | excluded_from_home | 2024-04-01
            max    | excluded_from_home | 2024-03-31
        """,
        criterion="shut_out_of_home",
        as_at="2025-03-31",
        expect={"sixteen": "yes", "seventeen": "no"},
    )


def test_without_housing_nothing_can_be_known(spec: Example) -> None:
    """The housing feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("housing",),
        criterion="shut_out_of_home",
        as_at="2025-03-31",
        expect={"sixteen": Unknown("The housing feed was not supplied.")},
    )

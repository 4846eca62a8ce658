"""Need 2.3: development of a child of 0 to 5."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    five   | kit    | child | 2019-04-01
    six    | lee    | child | 2019-03-31
    two    | max    | child | 2023-01-01
"""


def test_below_the_expected_level(spec: Example) -> None:
    """A check in the 12 months, of a child under 6: who turned 6 on the date is not asked."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            kit    | development_check_below | 2025-01-10 | -
            lee    | development_check_below | 2025-01-10 | -
        """,
        criterion="early_development",
        as_at="2025-03-31",
        expect={"five": "yes", "six": Unknown("Only a worker can say.")},
    )


def test_an_old_check_settles_nothing(spec: Example) -> None:
    """The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            kit    | development_check_below | 2024-04-01 | -
            max    | development_check_below | 2024-03-31 | -
        """,
        criterion="early_development",
        as_at="2025-03-31",
        expect={"five": "yes", "two": Unknown("Only a worker can say.")},
    )

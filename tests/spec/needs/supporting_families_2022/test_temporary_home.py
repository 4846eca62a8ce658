"""Need 9.1: temporary accommodation at risk."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_open_on_the_date(spec: Example) -> None:
    """A member in temporary accommodation. The last day on which it is open counts; from its end on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            ann    | temporary_accommodation | 2024-09-01 | 2025-04-01
            bea    | temporary_accommodation | 2024-09-01 | 2025-03-31
        """,
        criterion="temporary_home",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_without_the_feed(spec: Example) -> None:
    """The housing feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("housing",),
        criterion="temporary_home",
        as_at="2025-03-31",
        expect={"one": Unknown("The housing feed was not supplied.")},
    )

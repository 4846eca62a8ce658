"""Homelessness."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_an_application_in_the_twelve_months(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                    | from_on    | until_on
            ann    | homelessness_application | 2025-10-01 | -
            bea    | homelessness_application | 2025-09-30 | -
            cas    | temporary_accommodation  | 2026-01-01 | -
        """,
        criterion="homelessness",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_temporary_accommodation_that_is_over(spec: Example) -> None:
    """A stay that ended on the date is over."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            ann    | temporary_accommodation | 2026-01-01 | 2026-09-30
            bea    | temporary_accommodation | 2026-01-01 | 2026-10-01
        """,
        criterion="homelessness",
        expect={"one": "no", "two": "yes"},
    )


def test_shut_out_of_home_at_16_or_17(spec: Example) -> None:
    """Fifteen and eighteen are outside."""
    spec(
        family="""
            family    | person | role  | born
            fifteen   | ann    | child | 2010-10-01
            sixteen   | bea    | child | 2010-09-30
            seventeen | cas    | child | 2008-10-01
            eighteen  | dee    | adult | 2008-09-30
        """,
        events="""
            person | event              | from_on
            ann    | excluded_from_home | 2026-09-01
            bea    | excluded_from_home | 2026-09-01
            cas    | excluded_from_home | 2026-09-01
            dee    | excluded_from_home | 2026-09-01
        """,
        criterion="homelessness",
        expect={"fifteen": "no", "sixteen": "yes", "seventeen": "yes", "eighteen": "no"},
    )


def test_without_housing(spec: Example) -> None:
    """Nobody can be said to have a home."""
    spec(
        family=FAMILIES,
        without=("housing",),
        criterion="homelessness",
        expect={"one": Unknown("The housing feed was not supplied.")},
    )

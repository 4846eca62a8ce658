"""Need 6.2: missing from home."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_once_in_the_12_months(spec: Example) -> None:
    """A child was reported missing. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event           | from_on
            kit    | missing_episode | 2024-04-01
            lee    | missing_episode | 2024-03-31
        """,
        criterion="missing_from_home",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_feeds_that_cover_the_time_and_hold_nothing_are_a_no(spec: Example) -> None:
    """The police feed covers the 12 months and holds nothing: no."""
    spec(
        family=FAMILIES,
        criterion="missing_from_home",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_without_the_feed(spec: Example) -> None:
    """The police feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="missing_from_home",
        as_at="2025-03-31",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

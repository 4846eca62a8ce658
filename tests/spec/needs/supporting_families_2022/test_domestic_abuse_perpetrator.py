"""Need 8.2: an adult who is a perpetrator of domestic abuse."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2010-05-05
"""


def test_once_in_the_12_months(spec: Example) -> None:
    """An adult was the perpetrator in an incident. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            ann    | domestic_abuse_incident | 2024-04-01 | perpetrator
            bea    | domestic_abuse_incident | 2024-03-31 | perpetrator
        """,
        criterion="domestic_abuse_perpetrator",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_a_child_perpetrator_is_another_need(spec: Example) -> None:
    """A child who is violent at home is need 5.3."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            kit    | domestic_abuse_incident | 2024-10-01 | perpetrator
        """,
        criterion="domestic_abuse_perpetrator",
        as_at="2025-03-31",
        expect={"three": "no"},
    )


def test_feeds_that_cover_the_time_and_hold_nothing_are_a_no(spec: Example) -> None:
    """The police feed covers the 12 months and holds nothing: no."""
    spec(
        family=FAMILIES,
        criterion="domestic_abuse_perpetrator",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_without_the_feed(spec: Example) -> None:
    """The police feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="domestic_abuse_perpetrator",
        as_at="2025-03-31",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

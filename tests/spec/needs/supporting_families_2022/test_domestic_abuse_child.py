"""Need 8.3: a child affected by domestic abuse."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_once_in_the_12_months(spec: Example) -> None:
    """A child was present at an incident. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            kit    | domestic_abuse_incident | 2024-04-01 | child_present
            lee    | domestic_abuse_incident | 2024-03-31 | child_present
        """,
        criterion="domestic_abuse_child",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_present_is_a_role_of_its_own(spec: Example) -> None:
    """An incident between adults at which no child is recorded is not this need."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            ann    | domestic_abuse_incident | 2024-10-01 | victim
        """,
        criterion="domestic_abuse_child",
        as_at="2025-03-31",
        expect={"three": "no"},
    )


def test_feeds_that_cover_the_time_and_hold_nothing_are_a_no(spec: Example) -> None:
    """The police feed covers the 12 months and holds nothing: no."""
    spec(
        family=FAMILIES,
        criterion="domestic_abuse_child",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_without_the_feed(spec: Example) -> None:
    """The police feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="domestic_abuse_child",
        as_at="2025-03-31",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

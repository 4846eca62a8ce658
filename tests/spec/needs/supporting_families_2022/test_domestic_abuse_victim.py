"""Need 8.1: a family affected by domestic abuse."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_once_in_the_12_months(spec: Example) -> None:
    """A member was the victim of an incident. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            ann    | domestic_abuse_incident | 2024-04-01 | victim
            bea    | domestic_abuse_incident | 2024-03-31 | victim
        """,
        criterion="domestic_abuse_victim",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_a_stay_in_a_refuge(spec: Example) -> None:
    """A stay that ended within the 12 months counts; one that ended before them does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event       | from_on    | until_on
            ann    | refuge_stay | 2024-03-01 | 2024-04-02
            bea    | refuge_stay | 2024-03-01 | 2024-04-01
        """,
        criterion="domestic_abuse_victim",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_the_role_matters(spec: Example) -> None:
    """A member who was the perpetrator is need 8.2."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            ann    | domestic_abuse_incident | 2024-10-01 | perpetrator
        """,
        criterion="domestic_abuse_victim",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_feeds_that_cover_the_time_and_hold_nothing_are_a_no(spec: Example) -> None:
    """The police and voluntary feeds cover the 12 months and hold nothing: no."""
    spec(
        family=FAMILIES,
        criterion="domestic_abuse_victim",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_without_the_feed(spec: Example) -> None:
    """The police feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="domestic_abuse_victim",
        as_at="2025-03-31",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

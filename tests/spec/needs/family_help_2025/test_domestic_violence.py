"""Domestic abuse."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_one_incident_in_the_12_months(spec: Example) -> None:
    """The first day of the 12 months is inside, the day before outside. Every role counts, a child who was there
    included."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            ann    | domestic_abuse_incident | 2025-10-01 | victim
            bea    | domestic_abuse_incident | 2025-09-30 | victim
            kit    | domestic_abuse_incident | 2026-03-01 | child_present
        """,
        criterion="domestic_violence",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_a_stay_in_a_refuge(spec: Example) -> None:
    """A stay that ended within the 12 months counts; one that ended before them does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event       | from_on    | until_on
            ann    | refuge_stay | 2025-08-01 | 2025-10-02
            bea    | refuge_stay | 2025-08-01 | 2025-10-01
        """,
        criterion="domestic_violence",
        expect={"one": "yes", "two": "no"},
    )


def test_without_the_police(spec: Example) -> None:
    """The police feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="domestic_violence",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

"""Domestic violence."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_one_incident_in_the_twelve_months(spec: Example) -> None:
    """Victim or perpetrator, one incident on the first day of the 12 months counts; on the day before it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role        | reference
            ann    | domestic_abuse_incident | 2025-10-01 | victim      | D1
            bea    | domestic_abuse_incident | 2025-09-30 | victim      | D2
            cas    | domestic_abuse_incident | 2026-09-30 | perpetrator | D3
        """,
        criterion="domestic_violence",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_a_stay_in_a_refuge(spec: Example) -> None:
    """A stay on any day of the 12 months counts."""
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
    """What refuges do not know may have happened."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="domestic_violence",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

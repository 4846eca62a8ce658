"""Domestic violence."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    one    | kit    | child | 2016-05-05
    two    | bea    | adult | 1990-01-01
"""


def test_one_incident_whoever_holds_the_role(spec: Example) -> None:
    """A victim, a perpetrator or a child who was present: one incident in the 12 months counts for each."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role          | reference
            ann    | domestic_abuse_incident | 2026-02-01 | victim        | D1
            kit    | domestic_abuse_incident | 2026-02-01 | child_present | D1
        """,
        criterion="domestic_violence",
        expect={"one": "yes", "ann": "yes", "kit": "yes", "two": "no"},
    )


def test_a_stay_in_a_refuge(spec: Example) -> None:
    """A stay on any day of the 12 months counts; one that ended before does not."""
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


def test_the_day_before_the_twelve_months(spec: Example) -> None:
    """An incident on 30 September 2025 is outside the 12 months to 30 September 2026."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role   | reference
            ann    | domestic_abuse_incident | 2025-09-30 | victim | D1
            bea    | domestic_abuse_incident | 2025-10-01 | victim | D2
        """,
        criterion="domestic_violence",
        expect={"one": "no", "two": "yes"},
    )


def test_without_the_voluntary_sector(spec: Example) -> None:
    """Refuges were not heard: no incident known to the police is then not a no."""
    spec(
        family=FAMILIES,
        without=("voluntary",),
        criterion="domestic_violence",
        expect={"one": Unknown("The voluntary feed was not supplied.")},
    )

"""Substance misuse."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_in_treatment_on_any_day_of_the_year(spec: Example) -> None:
    """Treatment that ended before the 12 months is outside; one day within them is enough."""
    spec(
        family=FAMILIES,
        events="""
            person | event             | from_on    | until_on
            ann    | drug_treatment    | 2024-01-01 | 2025-10-01
            bea    | alcohol_treatment | 2024-01-01 | 2025-10-02
            cas    | drug_treatment    | 2026-09-30 | -
        """,
        criterion="substance_misuse",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_without_the_treatment_feed(spec: Example) -> None:
    """Nobody can be said not to be in treatment."""
    spec(
        family=FAMILIES,
        without=("substance_treatment",),
        criterion="substance_misuse",
        expect={"one": Unknown("The substance treatment feed was not supplied.")},
    )

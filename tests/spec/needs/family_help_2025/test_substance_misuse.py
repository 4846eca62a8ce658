"""Drugs and alcohol."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_open_on_the_date(spec: Example) -> None:
    """A member in treatment counts. One that ended by the date does not count."""
    spec(
        family=FAMILIES,
        events="""
            person | event          | from_on    | until_on
            ann    | drug_treatment | 2026-01-05 | -
            bea    | drug_treatment | 2026-01-05 | 2026-09-30
        """,
        criterion="substance_misuse",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_alcohol_treatment_counts_alike(spec: Example) -> None:
    """So does alcohol treatment."""
    spec(
        family=FAMILIES,
        events="""
            person | event             | from_on    | until_on
            kit    | alcohol_treatment | 2026-01-05 | -
        """,
        criterion="substance_misuse",
        expect={"three": "yes"},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """A problem without treatment is known to workers only."""
    spec(
        family=FAMILIES,
        criterion="substance_misuse",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The substance treatment feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("substance_treatment",),
        criterion="substance_misuse",
        expect={"one": Unknown("The substance treatment feed was not supplied.")},
    )

"""Drugs and alcohol."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_in_treatment_on_the_date(spec: Example) -> None:
    """Treatment that ended on the date is over."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event             | from_on    | until_on
            ann    | drug_treatment    | 2018-01-01 | -
            bea    | drug_treatment    | 2018-01-01 | 2018-09-30
            cas    | alcohol_treatment | 2018-09-30 | -
        """,
        criterion="substance_use",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_the_treatment_feed(spec: Example) -> None:
    """Nobody can be said not to be in treatment."""
    spec(
        family=FAMILIES,
        without=("substance_treatment",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="substance_use",
        expect={"one": Unknown("The substance treatment feed was not supplied.")},
    )

"""Probation."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_supervised_on_the_date(spec: Example) -> None:
    """One who is under supervision counts; one whose supervision ended by the date does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            ann    | probation_supervision | 2026-01-05 | -
            bea    | probation_supervision | 2026-01-05 | 2026-09-30
        """,
        criterion="probation",
        expect={"one": "yes", "two": "no"},
    )


def test_without_probation(spec: Example) -> None:
    """The probation feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("probation",),
        criterion="probation",
        expect={"one": Unknown("The probation feed was not supplied.")},
    )

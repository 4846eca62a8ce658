"""Unemployment."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_on_an_out_of_work_benefit_on_the_date(spec: Example) -> None:
    """A claim that ended on the date is over; one that is open counts, whichever benefit it is."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on   | detail
            ann    | out_of_work_benefit | 2026-01-01 | -          | jsa
            bea    | out_of_work_benefit | 2026-01-01 | 2026-09-30 | jsa
            cas    | out_of_work_benefit | 2026-01-01 | -          | -
        """,
        criterion="unemployment",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_the_department_for_work_and_pensions(spec: Example) -> None:
    """Nobody can be said to be in work."""
    spec(
        family=FAMILIES,
        without=("dwp",),
        criterion="unemployment",
        expect={"one": Unknown("The DWP feed was not supplied.")},
    )

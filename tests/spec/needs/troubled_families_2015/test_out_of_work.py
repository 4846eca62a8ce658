"""An adult out of work."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_on_the_date(spec: Example) -> None:
    """A claim that ended on the date is over."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event               | from_on    | until_on   | detail
            ann    | out_of_work_benefit | 2018-01-01 | -          | jsa
            bea    | out_of_work_benefit | 2018-01-01 | 2018-09-30 | jsa
            cas    | out_of_work_benefit | 2018-01-01 | -          | esa
        """,
        criterion="out_of_work",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_the_department_for_work_and_pensions(spec: Example) -> None:
    """Nobody can be said to be in work."""
    spec(
        family=FAMILIES,
        without=("dwp",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="out_of_work",
        expect={"one": Unknown("The DWP feed was not supplied.")},
    )

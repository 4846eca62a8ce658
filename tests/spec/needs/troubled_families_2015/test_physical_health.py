"""Long-term conditions and disability."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_recorded_on_the_date(spec: Example) -> None:
    """What ended on the date is over."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event               | from_on    | until_on
            ann    | long_term_condition | 2010-01-01 | -
            bea    | long_term_condition | 2010-01-01 | 2018-09-30
            cas    | child_disability    | 2018-09-30 | -
        """,
        criterion="physical_health",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_health(spec: Example) -> None:
    """Nobody can be said to be well."""
    spec(
        family=FAMILIES,
        without=("health",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="physical_health",
        expect={"one": Unknown("The health feed was not supplied.")},
    )

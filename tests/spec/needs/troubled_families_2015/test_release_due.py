"""Due out of prison."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_within_the_twelve_months_after_the_date(spec: Example) -> None:
    """The day after the date is the first, the same date a year on is the last; on the date itself it is no longer due."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | adult | 1980-01-01
            two    | bea    | adult | 1980-01-01
            three  | cas    | adult | 1980-01-01
            four   | dee    | adult | 1980-01-01
        """,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event       | from_on
            ann    | release_due | 2018-10-01
            bea    | release_due | 2019-09-30
            cas    | release_due | 2019-10-01
            dee    | release_due | 2018-09-30
        """,
        criterion="release_due",
        expect={"one": "yes", "two": "yes", "three": "no", "four": "no"},
    )


def test_without_probation(spec: Example) -> None:
    """Nobody can be said not to be due."""
    spec(
        family=FAMILIES,
        without=("probation",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="release_due",
        expect={"one": Unknown("The probation feed was not supplied.")},
    )

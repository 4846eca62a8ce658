"""A proven offence."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_in_the_twelve_months(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not; a child's or an adult's."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event          | from_on
            ann    | proven_offence | 2017-10-01
            bea    | proven_offence | 2017-09-30
            cas    | youth_offence  | 2018-09-30
        """,
        criterion="proven_offence",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_a_parent_who_lives_elsewhere(spec: Example) -> None:
    """Such a parent counts too; the entry rule holds what it can account for."""
    spec(
        family="""
            person | role  | born       | residence
            ann    | adult | 1980-01-01 | elsewhere
            kit    | child | 2006-05-05 | with_children
        """,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event          | from_on
            ann    | proven_offence | 2018-05-01
        """,
        criterion="proven_offence",
        expect={"family": "yes", "ann": "yes"},
    )


def test_without_probation(spec: Example) -> None:
    """No adult can be said not to have offended."""
    spec(
        family=FAMILIES,
        without=("probation",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="proven_offence",
        expect={"one": Unknown("The probation feed was not supplied.")},
    )

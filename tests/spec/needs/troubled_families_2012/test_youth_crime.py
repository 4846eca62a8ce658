"""A young person who offended."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2002-05-05
    two    | lee    | child | 2002-05-05
    three  | max    | child | 2002-05-05
"""


def test_a_proven_offence_in_the_twelve_months(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event         | from_on
            kit    | youth_offence | 2013-10-01
            lee    | youth_offence | 2013-09-30
            max    | youth_offence | 2014-09-30
        """,
        criterion="youth_crime",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_an_adult_who_offended_is_not_one(spec: Example) -> None:
    """Eighteen on the date is no child; seventeen is."""
    spec(
        family="""
            family | person | role  | born
            one    | kit    | adult | 1996-09-30
            two    | lee    | child | 1996-10-01
        """,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event         | from_on
            kit    | youth_offence | 2014-05-01
            lee    | youth_offence | 2014-05-01
        """,
        criterion="youth_crime",
        expect={"one": "no", "two": "yes"},
    )


def test_without_youth_justice(spec: Example) -> None:
    """Nobody can be said not to have offended."""
    spec(
        family=FAMILIES,
        without=("youth_justice",),
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="youth_crime",
        expect={"one": Unknown("The youth justice feed was not supplied.")},
    )

"""Result: fewer offences by children."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2002-05-05
    two    | lee    | child | 2002-05-05
    three  | max    | child | 2002-05-05
"""
SUPPORT = """
    family_id | from_on    | until_on
    one       | 2013-10-01 | -
    two       | 2013-10-01 | -
    three     | 2013-10-01 | -
"""


def test_a_fall_of_33_per_cent(spec: Example) -> None:
    """From three to two is 33.3% and passes; from three to three does not; from four to three is 25% and does not."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        support=SUPPORT,
        events="""
            person | event         | from_on
            kit    | youth_offence | 2013-08-02
            kit    | youth_offence | 2013-08-03
            kit    | youth_offence | 2013-08-04
            kit    | youth_offence | 2014-06-02
            kit    | youth_offence | 2014-06-03
            lee    | youth_offence | 2013-08-02
            lee    | youth_offence | 2013-08-03
            lee    | youth_offence | 2013-08-04
            lee    | youth_offence | 2014-06-02
            lee    | youth_offence | 2014-06-03
            lee    | youth_offence | 2014-06-04
            max    | youth_offence | 2013-08-02
            max    | youth_offence | 2013-08-03
            max    | youth_offence | 2013-08-04
            max    | youth_offence | 2013-08-05
            max    | youth_offence | 2014-06-02
            max    | youth_offence | 2014-06-03
            max    | youth_offence | 2014-06-04
        """,
        criterion="youth_crime_fallen",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_without_days_of_support(spec: Example) -> None:
    """Nobody knows which six months came before."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="youth_crime_fallen",
        expect={"one": Unknown("The days of support are not recorded.")},
    )

"""Result: less anti-social behaviour."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""
SUPPORT = """
    family_id | from_on    | until_on
    one       | 2013-10-01 | -
    two       | 2013-10-01 | -
    three     | 2013-10-01 | -
"""


def test_a_fall_of_60_per_cent(spec: Example) -> None:
    """From five to two is 60% and passes; from five to three is 40% and does not; none before leaves nothing to fall."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        support=SUPPORT,
        events="""
            person | event        | from_on
            ann    | asb_incident | 2013-08-02
            ann    | asb_incident | 2013-08-03
            ann    | asb_incident | 2013-08-04
            ann    | asb_incident | 2013-08-05
            ann    | asb_incident | 2013-08-06
            ann    | asb_incident | 2014-06-02
            ann    | asb_incident | 2014-06-03
            bea    | asb_incident | 2013-08-02
            bea    | asb_incident | 2013-08-03
            bea    | asb_incident | 2013-08-04
            bea    | asb_incident | 2013-08-05
            bea    | asb_incident | 2013-08-06
            bea    | asb_incident | 2014-06-02
            bea    | asb_incident | 2014-06-03
            bea    | asb_incident | 2014-06-04
        """,
        criterion="asb_fallen",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_the_whole_family_is_counted(spec: Example) -> None:
    """Where another member begins, nothing has fallen."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | adult | 1980-01-01
            one    | kit    | child | 2002-05-05
        """,
        since="2011-09-01",
        as_at="2014-09-30",
        support=SUPPORT,
        events="""
            person | event        | from_on
            ann    | asb_incident | 2013-08-02
            ann    | asb_incident | 2013-08-03
            ann    | asb_incident | 2013-08-04
            kit    | asb_incident | 2014-06-02
            kit    | asb_incident | 2014-06-03
            kit    | asb_incident | 2014-06-04
        """,
        criterion="asb_fallen",
        expect={"one": "no"},
    )


def test_without_days_of_support(spec: Example) -> None:
    """Nobody knows which six months came before."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="asb_fallen",
        expect={"one": Unknown("The days of support are not recorded.")},
    )

"""Domestic abuse."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_one_incident_in_the_twelve_months(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not; so does a stay in a refuge."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                   | from_on    | until_on   | role   | reference
            ann    | domestic_abuse_incident | 2017-10-01 | -          | victim | D1
            bea    | domestic_abuse_incident | 2017-09-30 | -          | victim | D2
            cas    | refuge_stay             | 2017-08-01 | 2017-10-02 | -      | -
        """,
        criterion="domestic_abuse",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_the_police(spec: Example) -> None:
    """What refuges do not know may have happened."""
    spec(
        family=FAMILIES,
        without=("police",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="domestic_abuse",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

"""An intervention for anti-social behaviour."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_in_the_twelve_months(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not; an incident is no intervention."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event              | from_on    | until_on
            ann    | housing_asb_action | 2017-10-01 | -
            bea    | housing_asb_action | 2017-09-30 | -
            bea    | asb_incident       | 2018-05-01 | -
            cas    | asb_order          | 2016-01-01 | 2017-10-02
        """,
        criterion="asb_intervention",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_the_police(spec: Example) -> None:
    """Orders cannot be ruled out."""
    spec(
        family=FAMILIES,
        without=("police",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="asb_intervention",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

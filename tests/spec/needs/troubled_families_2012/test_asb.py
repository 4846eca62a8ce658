"""Anti-social behaviour."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_an_order_or_a_housing_intervention_in_the_year(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event              | from_on    | until_on
            ann    | housing_asb_action | 2013-10-01 | -
            bea    | housing_asb_action | 2013-09-30 | -
            cas    | asb_order          | 2012-01-01 | 2013-10-02
        """,
        criterion="asb",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_an_incident_without_an_order(spec: Example) -> None:
    """An incident alone is not among the instruments."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event        | from_on
            ann    | asb_incident | 2014-05-01
        """,
        criterion="asb",
        expect={"one": "no"},
    )


def test_without_housing(spec: Example) -> None:
    """Housing interventions cannot be ruled out."""
    spec(
        family=FAMILIES,
        without=("housing",),
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="asb",
        expect={"one": Unknown("The housing feed was not supplied.")},
    )

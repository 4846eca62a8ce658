"""Crime and anti-social behaviour."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_one_in_the_12_months(spec: Example) -> None:
    """A conviction of an adult and an offence of a child count. The day before the 12 months is outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on    | until_on | role
            ann    | proven_offence     | 2025-10-01 | -        | -
            bea    | housing_asb_action | 2025-09-30 | -        | -
            kit    | youth_offence      | 2026-03-01 | -        | -
        """,
        criterion="crime_or_anti_social_behaviour",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_the_role_in_an_incident_matters(spec: Example) -> None:
    """The suspect counts; whoever was troubled by it does not. To be suspected of a crime is not enough."""
    spec(
        family=FAMILIES,
        events="""
            person | event         | from_on    | until_on | role
            ann    | asb_incident  | 2026-03-01 | -        | suspect
            bea    | asb_incident  | 2026-03-01 | -        | victim
            bea    | crime_suspect | 2026-03-01 | -        | suspect
        """,
        criterion="crime_or_anti_social_behaviour",
        expect={"one": "yes", "two": "no"},
    )


def test_an_order_that_ran_within_the_12_months(spec: Example) -> None:
    """One that ended within them counts; one that ended before them does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event     | from_on    | until_on   | role
            ann    | asb_order | 2025-01-01 | 2025-10-02 | -
            bea    | asb_order | 2025-01-01 | 2025-10-01 | -
        """,
        criterion="crime_or_anti_social_behaviour",
        expect={"one": "yes", "two": "no"},
    )


def test_without_youth_justice(spec: Example) -> None:
    """The youth justice feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("youth_justice",),
        criterion="crime_or_anti_social_behaviour",
        expect={"one": Unknown("The youth justice feed was not supplied.")},
    )

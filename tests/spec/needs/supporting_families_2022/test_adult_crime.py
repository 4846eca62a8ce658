"""Need 7.1: crime or anti-social behaviour of an adult."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2010-05-05
"""


def test_an_offence_or_action_for_anti_social_behaviour(spec: Example) -> None:
    """A conviction counts, and so does a landlord's action. The first day of the 12 months is inside, the day before
    outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on    | until_on | role
            ann    | proven_offence     | 2024-04-01 | -        | -
            bea    | housing_asb_action | 2024-03-31 | -        | -
        """,
        criterion="adult_crime",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_the_role_in_an_incident_matters(spec: Example) -> None:
    """The suspect counts; whoever was troubled by it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on | role
            ann    | asb_incident | 2024-10-01 | -        | suspect
            bea    | asb_incident | 2024-10-01 | -        | victim
        """,
        criterion="adult_crime",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_an_order_that_ran_within_the_12_months(spec: Example) -> None:
    """An order for anti-social behaviour that ended within the 12 months counts; one that ended before them does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event     | from_on    | until_on   | role
            ann    | asb_order | 2024-01-01 | 2024-04-02 | -
            bea    | asb_order | 2024-01-01 | 2024-04-01 | -
        """,
        criterion="adult_crime",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_suspected_is_not_convicted(spec: Example) -> None:
    """To be arrested for a crime or suspected of one is not this need; nor is what a child did."""
    spec(
        family=FAMILIES,
        events="""
            person | event         | from_on    | until_on | role
            ann    | arrest        | 2024-10-01 | -        | -
            ann    | crime_suspect | 2024-10-01 | -        | suspect
            kit    | asb_incident  | 2024-10-01 | -        | suspect
        """,
        criterion="adult_crime",
        as_at="2025-03-31",
        expect={"one": "no", "three": "no"},
    )


def test_without_probation_nothing_can_be_known(spec: Example) -> None:
    """Convictions are in the probation feed, which was not supplied."""
    spec(
        family=FAMILIES,
        without=("probation",),
        criterion="adult_crime",
        as_at="2025-03-31",
        expect={"one": Unknown("The probation feed was not supplied.")},
    )

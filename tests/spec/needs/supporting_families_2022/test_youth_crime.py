"""Need 7.3: crime or anti-social behaviour of a young person."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_an_offence_or_incident_in_the_12_months(spec: Example) -> None:
    """A proven offence on the first day of the 12 months counts; the day before is outside. An incident counts where
    the child was the suspect."""
    spec(
        family=FAMILIES,
        events="""
            person | event         | from_on    | until_on | role
            kit    | youth_offence | 2024-04-01 | -        | -
            lee    | youth_offence | 2024-03-31 | -        | -
            ann    | asb_incident  | 2024-10-01 | -        | suspect
        """,
        criterion="youth_crime",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_the_role_in_an_incident_matters(spec: Example) -> None:
    """The suspect counts; a child who was troubled by it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on | role
            kit    | asb_incident | 2024-10-01 | -        | suspect
            lee    | asb_incident | 2024-10-01 | -        | victim
        """,
        criterion="youth_crime",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_an_order_or_custody_that_ran_within_the_12_months(spec: Example) -> None:
    """A youth order that ended within them counts; custody that ended before them does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event         | from_on    | until_on   | role
            kit    | youth_order   | 2024-01-01 | 2024-04-02 | -
            lee    | youth_custody | 2024-01-01 | 2024-04-01 | -
        """,
        criterion="youth_crime",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_without_youth_justice_nothing_can_be_known(spec: Example) -> None:
    """The youth justice feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("youth_justice",),
        criterion="youth_crime",
        as_at="2025-03-31",
        expect={"one": Unknown("The youth justice feed was not supplied.")},
    )

"""Need 7.2: a young person at risk of crime."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_open_on_the_date(spec: Example) -> None:
    """A child identified as at risk of offending. The last day on which it is open counts; from its end on it does
    not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                  | from_on    | until_on
            kit    | youth_at_risk_of_crime | 2024-09-01 | 2025-04-01
            lee    | youth_at_risk_of_crime | 2024-09-01 | 2025-03-31
        """,
        criterion="young_person_at_risk_of_crime",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_without_the_feed(spec: Example) -> None:
    """The youth justice feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("youth_justice",),
        criterion="young_person_at_risk_of_crime",
        as_at="2025-03-31",
        expect={"one": Unknown("The youth justice feed was not supplied.")},
    )

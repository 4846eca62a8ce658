"""Outcome 10: a young person in education or work."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2008-05-05
    two    | lee    | child | 2008-05-05
"""


def test_none_of_the_6_months_without_it(spec: Example) -> None:
    """A day of the 6 months out of education, employment and training leaves it to a worker."""
    spec(
        family=FAMILIES,
        events="""
            person | event | from_on    | until_on
            kit    | neet  | 2024-02-01 | 2024-07-01
            lee    | neet  | 2024-02-01 | 2024-07-02
        """,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="young_person_in_education_or_work",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_without_the_schools(spec: Example) -> None:
    """The education feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("education",),
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="young_person_in_education_or_work",
        as_at="2025-03-31",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

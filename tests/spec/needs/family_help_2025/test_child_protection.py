"""Child protection (section 47)."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_a_plan_on_the_date(spec: Example) -> None:
    """An open plan counts; one that ended by the date does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            kit    | child_protection_plan | 2026-01-05 | -
            lee    | child_protection_plan | 2026-01-05 | 2026-09-30
        """,
        criterion="child_protection",
        expect={"one": "yes", "two": "no"},
    )


def test_an_enquiry_in_the_12_months(spec: Example) -> None:
    """The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event             | from_on    | until_on
            kit    | section47_enquiry | 2025-10-01 | -
            lee    | section47_enquiry | 2025-09-30 | -
        """,
        criterion="child_protection",
        expect={"one": "yes", "two": "no"},
    )


def test_without_childrens_social_care(spec: Example) -> None:
    """The children's social care feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        criterion="child_protection",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

"""Need 6.1: abuse or neglect."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_a_plan_on_the_date(spec: Example) -> None:
    """A child protection plan open on the date counts; one that ended by it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            kit    | child_protection_plan | 2024-01-01 | -
            lee    | child_protection_plan | 2024-01-01 | 2025-03-31
        """,
        criterion="abuse_or_neglect",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_an_enquiry_in_the_12_months(spec: Example) -> None:
    """The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event             | from_on    | until_on
            kit    | section47_enquiry | 2024-04-01 | -
            lee    | section47_enquiry | 2024-03-31 | -
        """,
        criterion="abuse_or_neglect",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_less_than_an_enquiry_is_not_enough(spec: Example) -> None:
    """A contact, a referral, an assessment or a child in need plan is not abuse or neglect."""
    spec(
        family=FAMILIES,
        events="""
            person | event          | from_on    | until_on
            kit    | csc_contact    | 2025-01-01 | -
            kit    | csc_referral   | 2025-01-02 | -
            kit    | csc_assessment | 2025-01-20 | -
            kit    | child_in_need  | 2025-02-01 | -
        """,
        criterion="abuse_or_neglect",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_without_childrens_social_care_nothing_can_be_known(spec: Example) -> None:
    """The feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        criterion="abuse_or_neglect",
        as_at="2025-03-31",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

"""Repeated referral."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_two_in_the_12_months(spec: Example) -> None:
    """One referral is not repeated; two are. A referral before the 12 months is outside, and a contact is no referral."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on
            kit    | csc_referral | 2025-09-30 | -
            kit    | csc_referral | 2026-03-01 | -
            kit    | csc_contact  | 2026-04-01 | -
            lee    | csc_referral | 2025-10-01 | -
            lee    | csc_referral | 2026-03-01 | -
        """,
        criterion="repeated_referral",
        expect={"one": "no", "two": "yes"},
    )


def test_two_children_do_not_add_up(spec: Example) -> None:
    """One child must have been referred twice."""
    spec(
        family="""
            person | role  | born
            kit    | child | 2014-05-05
            lee    | child | 2012-05-05
        """,
        events="""
            person | event        | from_on    | until_on
            kit    | csc_referral | 2026-02-01 | -
            lee    | csc_referral | 2026-03-01 | -
        """,
        criterion="repeated_referral",
        expect={"family": "no"},
    )


def test_without_childrens_social_care(spec: Example) -> None:
    """The children's social care feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        criterion="repeated_referral",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

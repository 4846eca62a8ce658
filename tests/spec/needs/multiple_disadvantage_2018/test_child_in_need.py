"""Being a child in need."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""


def test_a_plan_or_placement_on_the_date(spec: Example) -> None:
    """A plan that ended on the date is over; a child protection plan and a placement count as well."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            kit    | child_in_need         | 2026-01-01 | 2026-09-30
            lee    | child_protection_plan | 2026-01-01 | -
            max    | looked_after_foster   | 2026-09-30 | 2026-10-01
        """,
        criterion="child_in_need",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_only_children_are_asked_about(spec: Example) -> None:
    """A mother who was in need as a child, on a plan that nobody closed, is no child."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | adult | 1990-01-01
            two    | bea    | adult | 1990-01-01
            three  | cas    | adult | 1990-01-01
        """,
        events="""
            person | event         | from_on    | until_on
            ann    | child_in_need | 2006-01-01 | -
        """,
        criterion="child_in_need",
        expect={"one": "no"},
    )


def test_without_social_care(spec: Example) -> None:
    """No child can be said not to be in need."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        criterion="child_in_need",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

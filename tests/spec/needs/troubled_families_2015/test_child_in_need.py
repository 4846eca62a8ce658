"""A child in need."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2006-05-05
    two    | lee    | child | 2006-05-05
    three  | max    | child | 2006-05-05
"""


def test_a_plan_on_the_date(spec: Example) -> None:
    """A plan that ended on the date is over; a child protection plan counts as well."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                 | from_on    | until_on
            kit    | child_in_need         | 2018-01-01 | -
            lee    | child_in_need         | 2018-01-01 | 2018-09-30
            max    | child_protection_plan | 2018-09-30 | -
        """,
        criterion="child_in_need",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_social_care(spec: Example) -> None:
    """No child can be said not to be in need."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="child_in_need",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

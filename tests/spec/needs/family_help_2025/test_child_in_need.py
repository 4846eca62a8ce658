"""Children in need (section 17)."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_a_plan_on_the_date(spec: Example) -> None:
    """An open plan counts; one that ended by the date does not. A plan of an adult is none."""
    spec(
        family=FAMILIES,
        events="""
            person | event         | from_on    | until_on
            kit    | child_in_need | 2026-01-05 | -
            lee    | child_in_need | 2026-01-05 | 2026-09-30
            ann    | child_in_need | 2026-01-05 | -
        """,
        criterion="child_in_need",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_without_childrens_social_care(spec: Example) -> None:
    """The children's social care feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        criterion="child_in_need",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

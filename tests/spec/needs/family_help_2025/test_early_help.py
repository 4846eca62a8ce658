"""Early help."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_a_plan_on_the_date(spec: Example) -> None:
    """An open plan counts; one that ended by the date does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event           | from_on    | until_on
            ann    | early_help_plan | 2026-01-05 | -
            bea    | early_help_plan | 2026-01-05 | 2026-09-30
        """,
        criterion="early_help",
        expect={"one": "yes", "two": "no"},
    )


def test_an_assessment_in_the_12_months(spec: Example) -> None:
    """The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            ann    | early_help_assessment | 2025-10-01 | -
            bea    | early_help_assessment | 2025-09-30 | -
        """,
        criterion="early_help",
        expect={"one": "yes", "two": "no"},
    )


def test_without_early_help(spec: Example) -> None:
    """The early help feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("early_help",),
        criterion="early_help",
        expect={"one": Unknown("The early help feed was not supplied.")},
    )

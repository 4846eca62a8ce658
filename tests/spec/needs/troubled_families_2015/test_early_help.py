"""In need of early help."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2006-05-05
    two    | lee    | child | 2006-05-05
    three  | max    | child | 2006-05-05
"""


def test_a_plan_on_the_date(spec: Example) -> None:
    """A plan that ended on the date is over."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event           | from_on    | until_on
            kit    | early_help_plan | 2018-01-01 | -
            lee    | early_help_plan | 2018-01-01 | 2018-09-30
        """,
        criterion="early_help",
        expect={"one": "yes", "two": "no"},
    )


def test_an_assessment_in_the_twelve_months(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                 | from_on
            kit    | early_help_assessment | 2017-10-01
            lee    | early_help_assessment | 2017-09-30
        """,
        criterion="early_help",
        expect={"one": "yes", "two": "no"},
    )


def test_without_early_help(spec: Example) -> None:
    """No child can be said to need none."""
    spec(
        family=FAMILIES,
        without=("early_help",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="early_help",
        expect={"one": Unknown("The early help feed was not supplied.")},
    )

"""In alternative provision."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2006-05-05
    two    | lee    | child | 2006-05-05
    three  | max    | child | 2006-05-05
"""


def test_in_it_on_the_date(spec: Example) -> None:
    """A place that ended on the date is over."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                 | from_on    | until_on
            kit    | alternative_provision | 2018-01-01 | -
            lee    | alternative_provision | 2018-01-01 | 2018-09-30
            max    | alternative_provision | 2018-09-30 | -
        """,
        criterion="alternative_provision",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_education(spec: Example) -> None:
    """No child can be said to be at its own school."""
    spec(
        family=FAMILIES,
        without=("education",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="alternative_provision",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

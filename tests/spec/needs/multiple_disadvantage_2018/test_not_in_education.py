"""Not being in education or training."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""


def test_on_no_roll_on_the_date(spec: Example) -> None:
    """A spell that ended on the date is over; a child who has left school is not asked about."""
    spec(
        family="""
            family | person | role  | born
            one    | kit    | child | 2014-05-05
            two    | lee    | child | 2014-05-05
            grown  | ann    | adult | 2007-05-05
        """,
        events="""
            person | event       | from_on    | until_on
            kit    | not_on_roll | 2026-01-01 | -
            lee    | not_on_roll | 2026-01-01 | 2026-09-30
            ann    | not_on_roll | 2024-01-01 | -
        """,
        criterion="not_in_education",
        expect={"one": "yes", "two": "no", "grown": "no"},
    )


def test_aged_16_to_18(spec: Example) -> None:
    """Fifteen and nineteen are outside."""
    spec(
        family="""
            family   | person | role  | born
            fifteen  | ann    | child | 2010-10-01
            sixteen  | bea    | child | 2010-09-30
            eighteen | cas    | adult | 2007-10-01
            nineteen | dee    | adult | 2007-09-30
        """,
        events="""
            person | event | from_on    | until_on
            ann    | neet  | 2026-07-01 | -
            bea    | neet  | 2026-07-01 | -
            cas    | neet  | 2026-07-01 | -
            dee    | neet  | 2026-07-01 | -
        """,
        criterion="not_in_education",
        expect={"fifteen": "no", "sixteen": "yes", "eighteen": "yes", "nineteen": "no"},
    )


def test_without_education(spec: Example) -> None:
    """No child can be said to be on a roll."""
    spec(
        family=FAMILIES,
        without=("education",),
        criterion="not_in_education",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

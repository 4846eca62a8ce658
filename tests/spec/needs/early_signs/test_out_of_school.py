"""A child who is out of school."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILY = """
    family | person | role  | born
    one    | ann    | child | 2014-01-01
    two    | bea    | child | 2014-01-01
    three  | cas    | child | 2014-01-01
"""


def test_excluded_within_the_year(spec: Example) -> None:
    """The first day of the 12 months counts, the day before does not."""
    spec(
        family=FAMILY,
        events="""
            person | event               | from_on
            ann    | permanent_exclusion | 2025-10-01
            bea    | permanent_exclusion | 2025-09-30
        """,
        criterion="out_of_school",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_on_no_roll_or_in_other_provision_on_the_date(spec: Example) -> None:
    """An open spell counts; one that ended the day before does not."""
    spec(
        family=FAMILY,
        events="""
            person | event                 | from_on    | until_on
            ann    | not_on_roll           | 2026-06-01 | -
            bea    | alternative_provision | 2026-01-05 | 2026-10-01
            cas    | persistent_truancy    | 2026-01-05 | 2026-09-30
        """,
        criterion="out_of_school",
        expect={"one": "yes", "two": "yes", "three": "no"},
    )


def test_without_the_education_feed(spec: Example) -> None:
    """Nobody can say."""
    spec(
        family=FAMILY,
        without=("education",),
        criterion="out_of_school",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

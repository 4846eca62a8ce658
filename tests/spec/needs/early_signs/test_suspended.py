"""A child who was sent home from school."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown


def test_one_suspension_in_three_terms(spec: Example) -> None:
    """The first day of the first of the three terms counts, the day before does not; nor does an adult's."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | child | 2014-01-01
            two    | bea    | child | 2014-01-01
            three  | cas    | adult | 1990-01-01
        """,
        events="""
            person | event      | from_on
            ann    | suspension | 2025-09-01
            bea    | suspension | 2025-08-31
            cas    | suspension | 2026-05-01
        """,
        criterion="suspended",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_without_the_education_feed(spec: Example) -> None:
    """Nobody can say."""
    spec(
        family="person | role  | born \n ann | child | 2014-01-01",
        without=("education",),
        criterion="suspended",
        expect={"family": Unknown("The education feed was not supplied.")},
    )

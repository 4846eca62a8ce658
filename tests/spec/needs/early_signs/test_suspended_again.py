"""A child who was sent home from school a second time."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown


def test_two_suspensions_of_one_child(spec: Example) -> None:
    """One each of two children is one each; two of one child count."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | child | 2014-01-01
            two    | bea    | child | 2014-01-01
            two    | cas    | child | 2012-01-01
        """,
        events="""
            person | event      | from_on
            ann    | suspension | 2025-10-01
            ann    | suspension | 2026-05-01
            bea    | suspension | 2026-05-01
            cas    | suspension | 2026-05-01
        """,
        criterion="suspended_again",
        expect={"one": "yes", "two": "no"},
    )


def test_without_the_education_feed(spec: Example) -> None:
    """Nobody can say."""
    spec(
        family="person | role  | born \n ann | child | 2014-01-01",
        without=("education",),
        criterion="suspended_again",
        expect={"family": Unknown("The education feed was not supplied.")},
    )

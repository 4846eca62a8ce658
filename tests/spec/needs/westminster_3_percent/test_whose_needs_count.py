"""Whose needs count for a family."""

from __future__ import annotations

from tests.spec.needs.example import Example

EVENTS = """
    person | event         | from_on
    ann    | crime_suspect | 2026-03-01
"""


def test_a_member_who_is_away_still_counts(spec: Example) -> None:
    """In custody, hospital, care or a refuge: still of the family."""
    spec(
        family="""
            person | role  | born       | residence
            ann    | adult | 1990-01-01 | away
            kit    | child | 2014-05-05 | with_children
        """,
        events=EVENTS,
        criterion="crime",
        expect={"family": "yes"},
    )


def test_a_parent_who_lives_elsewhere_does_not(spec: Example) -> None:
    """A parent living elsewhere is judged where the parent lives."""
    spec(
        family="""
            person | role  | born       | residence
            ann    | adult | 1990-01-01 | elsewhere
            kit    | child | 2014-05-05 | with_children
        """,
        events=EVENTS,
        criterion="crime",
        expect={"family": "no"},
    )


def test_membership_on_the_date(spec: Example) -> None:
    """A member from the date on is one; a member who left by the date is not."""
    spec(
        family="""
            family | person | role  | born       | from_on    | until_on
            joins  | ann    | adult | 1990-01-01 | 2026-09-30 | -
            left   | ann    | adult | 1990-01-01 | -          | 2026-09-30
            left   | kit    | child | 2014-05-05 | -          | -
        """,
        events=EVENTS,
        criterion="crime",
        expect={"joins": "yes", "left": "no"},
    )


def test_a_member_of_two_families_counts_in_both(spec: Example) -> None:
    """If one person's events involve two families, each shows them."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | child | 2014-05-05
            two    | ann    | child | 2014-05-05
        """,
        events=EVENTS,
        criterion="crime",
        expect={"one": "yes", "two": "yes"},
    )

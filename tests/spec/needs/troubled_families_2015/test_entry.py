"""Who comes in."""

from __future__ import annotations

from tests.spec.needs.example import EntryExample


def test_two_of_six_headings(entry: EntryExample) -> None:
    """Two criteria under one heading are one heading; two under two are two."""
    entry(
        met="""
            family | criterion
            one    | suspended
            one    | unauthorised_absence
            two    | suspended
            two    | child_in_need
        """,
        expect={"one": "no", "two": "yes"},
    )


def test_a_parent_elsewhere_accounts_for_one(entry: EntryExample) -> None:
    """Two problems of a parent who lives elsewhere are one; with one of a member of the household they are two."""
    entry(
        family="""
            family | person | role  | born       | residence
            one    | ann    | adult | 1980-01-01 | elsewhere
            one    | kit    | child | 2006-05-05 | with_children
            two    | cas    | adult | 1980-01-01 | elsewhere
            two    | lee    | child | 2006-05-05 | with_children
        """,
        met="""
            family | person | criterion
            one    | ann    | out_of_work
            one    | ann    | substance_use
            two    | cas    | out_of_work
            two    | cas    | substance_use
            two    | lee    | suspended
        """,
        expect={"one": "no", "two": "yes"},
    )


def test_a_problem_that_both_show(entry: EntryExample) -> None:
    """What a member of the household shows as well needs no parent elsewhere: it counts, and so does one more of the parent's."""
    entry(
        family="""
            family | person | role  | born       | residence
            one    | ann    | adult | 1980-01-01 | elsewhere
            one    | bea    | adult | 1980-01-01 | with_children
        """,
        met="""
            family | person | criterion
            one    | ann    | out_of_work
            one    | bea    | out_of_work
            one    | ann    | substance_use
        """,
        expect={"one": "yes"},
    )

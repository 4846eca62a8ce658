"""Who comes in."""

from __future__ import annotations

from tests.spec.needs.example import EntryExample


def test_all_three_heads(entry: EntryExample) -> None:
    """Crime, school and work bring a family in without the filter."""
    entry(
        met="""
            family | criterion
            one    | youth_crime
            one    | unauthorised_absence
            one    | out_of_work
        """,
        expect={"one": "yes"},
    )


def test_two_heads_and_the_filter(entry: EntryExample) -> None:
    """By the stricter reading two heads need the filter; a council that named none would take the second family too."""
    entry(
        met="""
            family | criterion
            one    | asb
            one    | out_of_work
            one    | local_filter
            two    | asb
            two    | out_of_work
        """,
        expect={"one": "yes", "two": "no, but yes by another reading"},
    )


def test_one_head(entry: EntryExample) -> None:
    """One head is not enough, with the filter or however many criteria show it."""
    entry(
        met="""
            family | criterion
            one    | suspended
            one    | unauthorised_absence
            one    | local_filter
        """,
        expect={"one": "no"},
    )

"""Two factors or more."""

from __future__ import annotations

from tests.spec.needs.example import EntryExample


def test_two_factors(entry: EntryExample) -> None:
    """One is not enough, two are, whoever shows them: two members, or one member both."""
    entry(
        met="""
            family | person | criterion
            one    | ann    | unemployment
            two    | ann    | unemployment
            two    | kit    | irregular_attendance
            three  | ann    | unemployment
            three  | ann    | ill_health
        """,
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_one_factor_shown_by_two_members_is_one(entry: EntryExample) -> None:
    """Two adults without work are one factor."""
    entry(
        met="""
            family | person | criterion
            one    | ann    | unemployment
            one    | bea    | unemployment
        """,
        expect={"one": "no"},
    )

"""Two signs, or a child out of school."""

from __future__ import annotations

from tests.spec.needs.example import EntryExample


def test_two_signs_or_out_of_school(entry: EntryExample) -> None:
    """One sign is a bad term; two are a pattern, and so is a second suspension; being out of school is enough by itself."""
    entry(
        met="""
            family | person | criterion
            one    | ann    | slipping_attendance
            two    | ann    | slipping_attendance
            two    | bea    | suspended
            three  | ann    | suspended
            three  | ann    | suspended_again
            four   | ann    | out_of_school
        """,
        expect={"one": "no", "two": "yes", "three": "yes", "four": "yes"},
    )

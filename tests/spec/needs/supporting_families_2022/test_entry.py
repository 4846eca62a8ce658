"""Who is eligible."""

from __future__ import annotations

from tests.spec.needs.example import EntryExample


def test_three_needs_under_three_headings(entry: EntryExample) -> None:
    """Two needs are too few; three under three headings are enough, whichever they are."""
    entry(
        met="""
            family | criterion
            two    | low_attendance
            two    | workless_adult
            three  | low_attendance
            three  | workless_adult
            three  | unsuitable_home
        """,
        expect={"two": "no", "three": "yes"},
    )


def test_three_needs_under_fewer_headings(entry: EntryExample) -> None:
    """Sources disagree: one reading asks for three needs anywhere, another for three headings. The stricter stands.

    One incident of domestic abuse can show three needs: of the victim, of the perpetrator and of a child who was there.
    """
    entry(
        met="""
            family | criterion
            one    | domestic_abuse_victim
            one    | domestic_abuse_perpetrator
            one    | domestic_abuse_child
            two    | domestic_abuse_victim
            two    | domestic_abuse_perpetrator
            two    | domestic_abuse_child
            two    | workless_adult
            three  | domestic_abuse_victim
            three  | domestic_abuse_perpetrator
            three  | workless_adult
            three  | unsuitable_home
        """,
        expect={
            "one": "no, but yes by another reading",
            "two": "no, but yes by another reading",
            "three": "yes",
        },
    )


def test_a_family_of_whom_nothing_is_met(entry: EntryExample) -> None:
    """No need, no place: a family without a row is not eligible by any reading."""
    entry(
        met="""
            family | criterion
            one    | low_attendance
        """,
        expect={"one": "no", "empty": "no"},
    )

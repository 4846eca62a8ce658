"""Who is eligible."""

from __future__ import annotations

from tests.spec.needs.example import EntryExample


def test_nobody_until_a_council_fills_in_its_own_rule(entry: EntryExample) -> None:
    """There is no national rule. Whatever a family meets, it is not eligible until a council has said who is."""
    entry(
        met="""
            family | criterion
            one    | child_in_need
            two    | child_in_need
            two    | child_protection
            two    | domestic_violence
            two    | substance_misuse
            two    | mental_health
        """,
        expect={"one": "no", "two": "no"},
    )

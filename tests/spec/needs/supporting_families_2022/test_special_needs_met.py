"""Outcome 1: special educational needs."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    one    | ann    | adult | 1990-01-01
    two    | lee    | child | 2010-05-05
    two    | bea    | adult | 1990-01-01
"""


def test_only_a_worker_can_say(spec: Example) -> None:
    """Whether the needs are met is in no feed."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on
            kit    | send_support | 2024-01-01 | -
        """,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="special_needs_met",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )

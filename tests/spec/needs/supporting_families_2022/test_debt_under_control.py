"""Outcome 10: debt."""

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
    """Whether the plan is kept, a worker knows."""
    spec(
        family=FAMILIES,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="debt_under_control",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )

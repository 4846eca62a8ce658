"""Outcome 10: work."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    one    | ann    | adult | 1990-01-01
    two    | lee    | child | 2010-05-05
    two    | bea    | adult | 1990-01-01
"""


def test_181_days_of_work_on_end(spec: Example) -> None:
    """From 1 July to the end of December are 184 days. A gap that leaves 181 on end is enough, one that leaves 180 is
    not by itself."""
    spec(
        family=FAMILIES,
        events="""
            person | event      | from_on    | until_on
            ann    | employment | 2024-07-04 | -
            bea    | employment | 2024-07-05 | -
        """,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="in_work_or_nearer_to_it",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_before_the_6_months_are_over_nothing_is_settled(spec: Example) -> None:
    """Support ended on 1 October 2024: the 6 months end with 1 April, the day after the date."""
    spec(
        family=FAMILIES,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-10-02
        """,
        criterion="in_work_or_nearer_to_it",
        as_at="2025-03-31",
        expect={"one": Unknown("The time that has to pass is not over.")},
    )

"""Outcome 1: a suitable place."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
"""


def test_records_can_rule_it_out_and_only_a_worker_can_confirm_it(spec: Example) -> None:
    """On no roll on the date: no. With a place, a worker is asked whether it is suitable."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            kit    | not_on_roll         | 2025-02-01 | -
            lee    | part_time_timetable | 2025-01-06 | 2025-03-31
        """,
        criterion="in_suitable_education",
        as_at="2025-03-31",
        expect={"one": "no", "two": Unknown("Only a worker can say.")},
    )

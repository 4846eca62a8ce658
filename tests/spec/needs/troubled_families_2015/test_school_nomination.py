"""Nominated by a worker at school."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_only_a_worker_can_say(spec: Example) -> None:
    """No feed shows it: unknown for every family, whatever records hold."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event      | from_on
            ann    | suspension | 2018-05-01
        """,
        criterion="school_nomination",
        expect={"one": Unknown("Only a worker can say."), "two": Unknown("Only a worker can say.")},
    )

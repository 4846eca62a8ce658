"""Result: every other problem."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_only_a_worker_can_say(spec: Example) -> None:
    """Each area judged it by its own plan."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="other_problems_held",
        expect={"one": Unknown("Only a worker can say.")},
    )

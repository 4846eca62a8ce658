"""Early education not taken up."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2023-01-01
"""


def test_only_a_worker_can_say(spec: Example) -> None:
    """That no feed names a place is no sign that there is none."""
    spec(
        family=FAMILIES,
        criterion="no_early_education",
        expect={"one": Unknown("Only a worker can say.")},
    )

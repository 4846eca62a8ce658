"""Need 1.3: special educational needs that are not met."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""


def test_only_a_worker_can_say(spec: Example) -> None:
    """That a child has support does not show that it is not enough; and no support does not show that none is needed."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on
            kit    | send_support | 2023-10-01 | -
        """,
        criterion="unmet_special_needs",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say."), "two": Unknown("Only a worker can say.")},
    )

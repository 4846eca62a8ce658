"""Mental health."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_open_on_the_date(spec: Example) -> None:
    """A member open to mental health services counts. One that ended by the date does not count."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | adult_mental_health | 2026-01-05 | -
            bea    | adult_mental_health | 2026-01-05 | 2026-09-30
        """,
        criterion="mental_health",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_child_mental_health_counts_alike(spec: Example) -> None:
    """So does child mental health."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            kit    | child_mental_health | 2026-01-05 | -
        """,
        criterion="mental_health",
        expect={"three": "yes"},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """A need without a service is known to workers only."""
    spec(
        family=FAMILIES,
        criterion="mental_health",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The health feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("health",),
        criterion="mental_health",
        expect={"one": Unknown("The health feed was not supplied.")},
    )

"""Need 5.1: parents who need support with parenting."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_once_in_the_12_months(spec: Example) -> None:
    """A member attended a parenting programme. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on
            ann    | parenting_programme | 2024-04-01
            bea    | parenting_programme | 2024-03-31
        """,
        criterion="parenting_support",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """Parents who attend none may need it all the same."""
    spec(
        family=FAMILIES,
        criterion="parenting_support",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The early help feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("early_help",),
        criterion="parenting_support",
        as_at="2025-03-31",
        expect={"one": Unknown("The early help feed was not supplied.")},
    )

"""Need 3.1: mental health of a child."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_open_on_the_date(spec: Example) -> None:
    """A child open to mental health services. The last day on which it is open counts; from its end on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            kit    | child_mental_health | 2024-09-01 | 2025-04-01
            lee    | child_mental_health | 2024-09-01 | 2025-03-31
        """,
        criterion="child_mental_ill_health",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_whose_it_is(spec: Example) -> None:
    """An adult open to services is need 3.2, not this one."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | adult_mental_health | 2024-09-01 | -
        """,
        criterion="child_mental_ill_health",
        as_at="2025-03-31",
        expect={"three": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """A child without a service may have the need all the same."""
    spec(
        family=FAMILIES,
        criterion="child_mental_ill_health",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The health feed was not supplied, and no worker has been asked yet."""
    spec(
        family=FAMILIES,
        without=("health",),
        criterion="child_mental_ill_health",
        as_at="2025-03-31",
        expect={"one": Unknown("The health feed was not supplied.")},
    )

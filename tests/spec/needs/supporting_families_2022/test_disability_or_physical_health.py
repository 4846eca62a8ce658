"""Need 3.3: disability or physical health that affects the family."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_open_on_the_date(spec: Example) -> None:
    """A child known to the disabled children's service. The last day on which it is open counts; from its end on it
    does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event            | from_on    | until_on
            kit    | child_disability | 2024-09-01 | 2025-04-01
            lee    | child_disability | 2024-09-01 | 2025-03-31
        """,
        criterion="disability_or_physical_health",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_a_care_package_counts_and_a_condition_alone_does_not(spec: Example) -> None:
    """An adult with a care package counts; a long-term condition by itself says nothing of the family."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | adult_care_package  | 2024-09-01 | -
            kit    | long_term_condition | 2020-09-01 | -
        """,
        criterion="disability_or_physical_health",
        as_at="2025-03-31",
        expect={"three": "yes", "one": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """What the services do not know, a worker may."""
    spec(
        family=FAMILIES,
        criterion="disability_or_physical_health",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The adult social care feed was not supplied, and no worker has been asked yet."""
    spec(
        family=FAMILIES,
        without=("adult_social_care",),
        criterion="disability_or_physical_health",
        as_at="2025-03-31",
        expect={"one": Unknown("The adult social care feed was not supplied.")},
    )

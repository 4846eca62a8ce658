"""An illness that limits the family."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_open_on_the_date(spec: Example) -> None:
    """A member with a care package counts. One that ended by the date does not count."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on    | until_on
            ann    | adult_care_package | 2026-01-05 | -
            bea    | adult_care_package | 2026-01-05 | 2026-09-30
        """,
        criterion="limiting_illness",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_child_disability_counts_alike(spec: Example) -> None:
    """So does child disability."""
    spec(
        family=FAMILIES,
        events="""
            person | event            | from_on    | until_on
            kit    | child_disability | 2026-01-05 | -
        """,
        criterion="limiting_illness",
        expect={"three": "yes"},
    )


def test_a_condition_alone_does_not_limit(spec: Example) -> None:
    """Very many families have one."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | long_term_condition | 2020-01-01 | -
        """,
        criterion="limiting_illness",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """What the services do not know, a worker may."""
    spec(
        family=FAMILIES,
        criterion="limiting_illness",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The adult social care feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("adult_social_care",),
        criterion="limiting_illness",
        expect={"one": Unknown("The adult social care feed was not supplied.")},
    )

"""Need 4.2: a child with a drug or alcohol problem."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_open_on_the_date(spec: Example) -> None:
    """A child in treatment. The last day on which it is open counts; from its end on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event          | from_on    | until_on
            kit    | drug_treatment | 2024-09-01 | 2025-04-01
            lee    | drug_treatment | 2024-09-01 | 2025-03-31
        """,
        criterion="child_substance_use",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_alcohol_treatment_counts_alike(spec: Example) -> None:
    """So does alcohol treatment."""
    spec(
        family=FAMILIES,
        events="""
            person | event             | from_on    | until_on
            kit    | alcohol_treatment | 2024-09-01 | -
        """,
        criterion="child_substance_use",
        as_at="2025-03-31",
        expect={"one": "yes"},
    )


def test_whose_it_is(spec: Example) -> None:
    """An adult in treatment is need 4.1, not this one."""
    spec(
        family=FAMILIES,
        events="""
            person | event          | from_on    | until_on
            ann    | drug_treatment | 2024-09-01 | -
        """,
        criterion="child_substance_use",
        as_at="2025-03-31",
        expect={"three": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """A problem without treatment is known to workers only."""
    spec(
        family=FAMILIES,
        criterion="child_substance_use",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The substance treatment feed was not supplied, and no worker has been asked yet."""
    spec(
        family=FAMILIES,
        without=("substance_treatment",),
        criterion="child_substance_use",
        as_at="2025-03-31",
        expect={"one": Unknown("The substance treatment feed was not supplied.")},
    )

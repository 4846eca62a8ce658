"""Need 5.4: a young carer without support."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_open_on_the_date(spec: Example) -> None:
    """A child known as a young carer. The last day on which it is open counts; from its end on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event       | from_on    | until_on
            kit    | young_carer | 2024-09-01 | 2025-04-01
            lee    | young_carer | 2024-09-01 | 2025-03-31
        """,
        criterion="unsupported_young_carer",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_whose_it_is(spec: Example) -> None:
    """An adult who cares is no young carer."""
    spec(
        family=FAMILIES,
        events="""
            person | event       | from_on    | until_on
            ann    | young_carer | 2024-09-01 | -
        """,
        criterion="unsupported_young_carer",
        as_at="2025-03-31",
        expect={"three": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """A child who cares unseen is known to workers only."""
    spec(
        family=FAMILIES,
        criterion="unsupported_young_carer",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The early help feed was not supplied, and no worker has been asked yet."""
    spec(
        family=FAMILIES,
        without=("early_help",),
        criterion="unsupported_young_carer",
        as_at="2025-03-31",
        expect={"one": Unknown("The early help feed was not supplied.")},
    )

"""Need 2.1: expectant or new parents who need extra support."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
"""


def test_a_concern_about_an_expectant_member(spec: Example) -> None:
    """A health visitor recorded a concern in the 12 months, and the member expects a child on the date."""
    spec(
        family=FAMILIES,
        events="""
            person | event                  | from_on    | until_on
            ann    | pregnancy              | 2024-11-01 | -
            ann    | health_visitor_concern | 2024-12-01 | -
            bea    | health_visitor_concern | 2024-12-01 | -
        """,
        criterion="new_parents_support",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_the_12_months_begin_on_1_april(spec: Example) -> None:
    """A concern on the first day of the 12 months counts; one the day before does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                  | from_on    | until_on
            ann    | pregnancy              | 2024-11-01 | -
            ann    | health_visitor_concern | 2024-04-01 | -
            bea    | pregnancy              | 2024-11-01 | -
            bea    | health_visitor_concern | 2024-03-31 | -
        """,
        criterion="new_parents_support",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """To expect a child is no need by itself."""
    spec(
        family=FAMILIES,
        events="""
            person | event     | from_on    | until_on
            ann    | pregnancy | 2024-11-01 | -
        """,
        criterion="new_parents_support",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )

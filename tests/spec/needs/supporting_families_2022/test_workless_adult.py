"""Need 10.1: an adult without work."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2010-05-05
"""


def test_open_on_the_date(spec: Example) -> None:
    """An adult on an out-of-work benefit. The last day on which it is open counts; from its end on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | out_of_work_benefit | 2024-09-01 | 2025-04-01
            bea    | out_of_work_benefit | 2024-09-01 | 2025-03-31
        """,
        criterion="workless_adult",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_work_and_no_claim_is_not_worklessness(spec: Example) -> None:
    """An adult in employment who claims nothing is a no; so is one without work who claims nothing, of whom no feed
    knows."""
    spec(
        family=FAMILIES,
        events="""
            person | event      | from_on    | until_on
            ann    | employment | 2024-01-01 | -
        """,
        criterion="workless_adult",
        as_at="2025-03-31",
        expect={"one": "no", "two": "no"},
    )


def test_without_the_feed(spec: Example) -> None:
    """The dwp feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("dwp",),
        criterion="workless_adult",
        as_at="2025-03-31",
        expect={"one": Unknown("The DWP feed was not supplied.")},
    )

"""Benefits and dependency."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_360_days_of_the_year(spec: Example) -> None:
    """359 days of the 12 months are too few; 360 count, and so do 361."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | out_of_work_benefit | 2025-10-01 | 2026-09-25
            bea    | out_of_work_benefit | 2025-10-01 | 2026-09-26
            cas    | out_of_work_benefit | 2025-10-01 | 2026-09-27
        """,
        criterion="benefit_dependency",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_days_on_two_benefits_at_once_count_once(spec: Example) -> None:
    """Overlapping claims are joined first: two of half a year side by side are half a year, end to end a year."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on   | detail
            ann    | out_of_work_benefit | 2025-10-01 | 2026-04-01 | jsa
            ann    | out_of_work_benefit | 2025-10-01 | 2026-04-01 | carers
            bea    | out_of_work_benefit | 2024-10-01 | 2026-04-01 | jsa
            bea    | out_of_work_benefit | 2026-04-01 | -          | esa
        """,
        criterion="benefit_dependency",
        expect={"one": "no", "two": "yes"},
    )


def test_two_adults_do_not_make_one_year_between_them(spec: Example) -> None:
    """One adult must have been on a benefit so long; two halves of two adults do not add up."""
    spec(
        family="""
            person | role  | born
            ann    | adult | 1990-01-01
            bea    | adult | 1990-01-01
        """,
        events="""
            person | event               | from_on    | until_on
            ann    | out_of_work_benefit | 2025-10-01 | 2026-04-01
            bea    | out_of_work_benefit | 2026-04-01 | -
        """,
        criterion="benefit_dependency",
        expect={"family": "no"},
    )


def test_a_feed_that_begins_within_the_year(spec: Example) -> None:
    """The DWP feed begins in December: nobody can be shown to have had fewer days, so nothing is a no."""
    spec(
        family=FAMILIES,
        feeds="""
            feed | covers_from | covers_until
            dwp  | 2025-12-01  | 2026-10-01
        """,
        criterion="benefit_dependency",
        expect={"one": Unknown("The DWP feed covers 2025-12-01 up to 2026-10-01")},
    )

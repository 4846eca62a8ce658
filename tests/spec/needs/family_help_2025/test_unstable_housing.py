"""Unstable housing."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | kit    | child | 2014-05-05
"""


def test_temporary_accommodation_on_the_date(spec: Example) -> None:
    """An open stay counts; one that ended by the date does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            ann    | temporary_accommodation | 2026-01-05 | -
            bea    | temporary_accommodation | 2026-01-05 | 2026-09-30
        """,
        criterion="unstable_housing",
        expect={"one": "yes", "two": "no"},
    )


def test_notice_eviction_or_homelessness_in_the_12_months(spec: Example) -> None:
    """Each is enough. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                    | from_on    | until_on
            ann    | possession_notice        | 2025-10-01 | -
            bea    | eviction                 | 2025-09-30 | -
            kit    | homelessness_application | 2026-03-01 | -
        """,
        criterion="unstable_housing",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_housing(spec: Example) -> None:
    """The housing feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("housing",),
        criterion="unstable_housing",
        expect={"one": Unknown("The housing feed was not supplied.")},
    )

"""Teenage parents."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 2006-10-01
    one    | kit    | child | 2025-05-05
    two    | bea    | adult | 2006-09-30
    two    | lee    | child | 2025-05-05
"""


def test_a_parent_under_20(spec: Example) -> None:
    """Who turns 20 the day after the date is asked; who turned 20 on it is not, young as she was at the birth."""
    spec(
        family=FAMILIES,
        relationships="""
            person | relationship | of
            ann    | parent       | kit
            bea    | parent       | lee
        """,
        criterion="teenage_parent",
        expect={"one": "yes", "two": "no"},
    )


def test_an_expected_child_is_not_yet_one(spec: Example) -> None:
    """Without a child in the family nobody is a parent yet."""
    spec(
        family="""
            family | person | role  | born
            three  | cas    | adult | 2008-01-01
        """,
        events="""
            person | event     | from_on    | until_on
            cas    | pregnancy | 2026-05-01 | -
        """,
        criterion="teenage_parent",
        expect={"three": "no"},
    )


def test_parents_that_no_feed_states(spec: Example) -> None:
    """Of the child no feed states a parent."""
    spec(
        family=FAMILIES,
        criterion="teenage_parent",
        expect={"one": Unknown("No feed states the parents of every child.")},
    )

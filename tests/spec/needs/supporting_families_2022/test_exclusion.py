"""Need 1.4: exclusion or suspensions."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""
TERMS = """
    from_on    | until_on
    2024-04-15 | 2024-07-24
    2024-09-02 | 2024-12-21
    2025-01-06 | 2025-03-29
"""


def test_three_suspensions_or_one_exclusion(spec: Example) -> None:
    """Over the last three terms two suspensions are too few; three count, and so does one permanent exclusion."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event               | from_on    | until_on
            kit    | suspension          | 2024-10-01 | -
            kit    | suspension          | 2025-02-01 | -
            lee    | suspension          | 2024-05-01 | -
            lee    | suspension          | 2024-10-01 | -
            lee    | suspension          | 2025-02-01 | -
            max    | permanent_exclusion | 2024-10-01 | -
        """,
        criterion="exclusion",
        as_at="2025-03-31",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_what_came_before_the_three_terms_is_outside(spec: Example) -> None:
    """The first day of the first term is inside, the day before it outside."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event               | from_on    | until_on
            kit    | permanent_exclusion | 2024-04-15 | -
            lee    | permanent_exclusion | 2024-04-14 | -
        """,
        criterion="exclusion",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_two_children_do_not_add_up(spec: Example) -> None:
    """One child must have been suspended three times."""
    spec(
        family="""
            person | role  | born
            kit    | child | 2012-05-05
            lee    | child | 2014-05-05
        """,
        terms=TERMS,
        events="""
            person | event      | from_on    | until_on
            kit    | suspension | 2024-10-01 | -
            kit    | suspension | 2024-11-01 | -
            lee    | suspension | 2025-02-01 | -
        """,
        criterion="exclusion",
        as_at="2025-03-31",
        expect={"family": "no"},
    )


def test_a_feed_that_begins_late(spec: Example) -> None:
    """The education feed begins in November 2024: three terms cannot be ruled out."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        feeds="""
            feed      | covers_from | covers_until | absence_means
            education | 2024-11-01  | 2026-10-01   | no
        """,
        criterion="exclusion",
        as_at="2025-03-31",
        expect={"one": Unknown("The education feed covers 2024-11-01 up to 2026-10-01")},
    )

"""Young parenthood."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 2003-05-06
    one    | kit    | child | 2023-05-05
    two    | bea    | adult | 2003-05-05
    two    | lee    | child | 2023-05-05
"""
PARENTS = """
    person | relationship | of
    ann    | parent       | kit
    bea    | parent       | lee
"""


def test_a_day_short_of_20_when_the_child_was_born(spec: Example) -> None:
    """A parent who turned 20 the day after the birth was 19; one who turned 20 on the day was 20."""
    spec(
        family=FAMILIES,
        relationships=PARENTS,
        criterion="young_parenthood",
        expect={"one": "yes", "ann": "yes", "kit": "no", "two": "no"},
    )


def test_a_parent_of_25_is_no_longer_young(spec: Example) -> None:
    """Both were 19 at the birth; on the date one is still 24, the other has turned 25."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | adult | 2001-10-01
            one    | kit    | child | 2021-08-01
            two    | bea    | adult | 2001-09-30
            two    | lee    | child | 2021-08-01
        """,
        relationships=PARENTS,
        criterion="young_parenthood",
        expect={"one": "yes", "two": "no"},
    )


def test_when_no_feed_states_the_parents(spec: Example) -> None:
    """Who lives with a child need not be its parent: where no feed states a parent, the answer is unknown."""
    spec(
        family=FAMILIES,
        relationships="""
            person | relationship | of
            bea    | parent       | lee
            ann    | step_parent  | kit
        """,
        criterion="young_parenthood",
        expect={"one": Unknown("No feed states the parents of every child."), "two": "no"},
    )


def test_a_member_under_20_who_is_expecting(spec: Example) -> None:
    """An open pregnancy on the date of a member of 19 counts; of a member of 20 it does not."""
    spec(
        family="""
            family   | person | role  | born
            nineteen | ann    | adult | 2006-10-01
            twenty   | bea    | adult | 2006-09-30
        """,
        events="""
            person | event     | from_on
            ann    | pregnancy | 2026-06-01
            bea    | pregnancy | 2026-06-01
        """,
        criterion="young_parenthood",
        expect={"nineteen": "yes", "twenty": "no"},
    )


def test_an_impossible_age_is_a_wrong_birth_date(spec: Example) -> None:
    """A parent recorded as 5 at the birth is an error of a date, not a young parent: unknown."""
    spec(
        family="""
            person | role  | born
            ann    | child | 2015-01-01
            kit    | child | 2020-05-05
        """,
        relationships="""
            person | relationship | of
            ann    | parent       | kit
        """,
        criterion="young_parenthood",
        expect={"family": Unknown("No feed states the parents of every child."), "ann": "no"},
    )

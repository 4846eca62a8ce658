"""Result: continuous employment."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""
SUPPORT = """
    family_id | from_on    | until_on
    one       | 2013-10-01 | -
    two       | 2013-10-01 | -
    three     | 2013-10-01 | -
"""


def test_91_days_in_a_row(spec: Example) -> None:
    """90 days are too few, 91 are enough where no JSA came before support."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        support=SUPPORT,
        events="""
            person | event      | from_on    | until_on
            ann    | employment | 2014-07-03 | -
            bea    | employment | 2014-07-02 | -
            cas    | employment | 2013-01-01 | -
        """,
        criterion="employment_kept",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_182_days_after_jsa(spec: Example) -> None:
    """After JSA the stricter reading asks for 26 weeks: 181 days are too few, 182 are enough."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        support=SUPPORT,
        events="""
            person | event               | from_on    | until_on   | detail
            ann    | out_of_work_benefit | 2013-01-01 | 2013-11-01 | jsa
            ann    | employment          | 2014-04-03 | -          | -
            bea    | out_of_work_benefit | 2013-01-01 | 2013-11-01 | jsa
            bea    | employment          | 2014-04-02 | -          | -
            cas    | out_of_work_benefit | 2013-01-01 | 2013-11-01 | esa
            cas    | employment          | 2014-07-02 | -          | -
        """,
        criterion="employment_kept",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_still_on_a_benefit(spec: Example) -> None:
    """Work beside an out-of-work benefit is no result."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        support=SUPPORT,
        events="""
            person | event               | from_on    | until_on | detail
            ann    | employment          | 2013-01-01 | -        | -
            ann    | out_of_work_benefit | 2014-09-01 | -        | is
        """,
        criterion="employment_kept",
        expect={"one": "no"},
    )


def test_another_adult(spec: Example) -> None:
    """One adult in work and off benefit is enough."""
    spec(
        family="""
            person | role  | born
            ann    | adult | 1980-01-01
            bea    | adult | 1980-01-01
        """,
        since="2011-09-01",
        as_at="2014-09-30",
        support="""
            family_id | from_on    | until_on
            family    | 2013-10-01 | -
        """,
        events="""
            person | event               | from_on    | until_on | detail
            ann    | employment          | 2013-01-01 | -        | -
            bea    | out_of_work_benefit | 2014-01-01 | -        | esa
        """,
        criterion="employment_kept",
        expect={"family": "yes"},
    )


def test_without_the_department_for_work_and_pensions(spec: Example) -> None:
    """Nobody can be said to be off benefits."""
    spec(
        family=FAMILIES,
        without=("dwp",),
        since="2011-09-01",
        as_at="2014-09-30",
        support=SUPPORT,
        criterion="employment_kept",
        expect={"one": Unknown("The DWP feed was not supplied.")},
    )

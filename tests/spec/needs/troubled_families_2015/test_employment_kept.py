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
    one       | 2017-10-01 | -
    two       | 2017-10-01 | -
    three     | 2017-10-01 | -
"""


def test_throughout_13_weeks(spec: Example) -> None:
    """Employed from the first day of the 13 weeks passes; from a day later it does not, nor with a day between two jobs."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        support=SUPPORT,
        events="""
            person | event      | from_on    | until_on
            ann    | employment | 2018-07-02 | -
            bea    | employment | 2018-07-03 | -
            cas    | employment | 2018-01-01 | 2018-08-01
            cas    | employment | 2018-08-02 | -
        """,
        criterion="employment_kept",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_after_jsa_26_weeks_of_30(spec: Example) -> None:
    """After JSA 182 days of the last 30 weeks pass, with a gap if need be; 181 do not, though 13 weeks are whole."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        support=SUPPORT,
        events="""
            person | event               | from_on    | until_on   | detail
            ann    | out_of_work_benefit | 2017-01-01 | 2017-11-01 | jsa
            ann    | employment          | 2018-03-05 | 2018-05-01 | -
            ann    | employment          | 2018-05-29 | -          | -
            bea    | out_of_work_benefit | 2017-01-01 | 2017-11-01 | jsa
            bea    | employment          | 2018-03-05 | 2018-05-01 | -
            bea    | employment          | 2018-05-30 | -          | -
            cas    | out_of_work_benefit | 2017-01-01 | 2017-11-01 | esa
            cas    | employment          | 2018-07-02 | -          | -
        """,
        criterion="employment_kept",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_earnings_in_each_of_three_months(spec: Example) -> None:
    """At the threshold of a couple (£567 then) in each whole month before the date; a penny less in one of them is not enough."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-08-31",
        support="""
            family_id | from_on    | until_on
            one       | 2017-10-01 | -
            two       | 2017-10-01 | -
        """,
        events="""
            person | event            | from_on    | until_on   | quantity
            ann    | monthly_earnings | 2018-06-01 | 2018-07-01 | 567
            ann    | monthly_earnings | 2018-07-01 | 2018-08-01 | 567
            ann    | monthly_earnings | 2018-08-01 | 2018-09-01 | 567
            bea    | monthly_earnings | 2018-06-01 | 2018-07-01 | 900
            bea    | monthly_earnings | 2018-07-01 | 2018-08-01 | 566.99
            bea    | monthly_earnings | 2018-08-01 | 2018-09-01 | 900
        """,
        criterion="employment_kept",
        expect={"one": "yes", "two": "no"},
    )


def test_two_adults_together(spec: Example) -> None:
    """What two adults earn is counted together."""
    spec(
        family="""
            person | role  | born
            ann    | adult | 1980-01-01
            bea    | adult | 1980-01-01
        """,
        since="2015-09-01",
        as_at="2018-08-31",
        support="""
            family_id | from_on    | until_on
            family    | 2017-10-01 | -
        """,
        events="""
            person | event            | from_on    | until_on   | quantity
            ann    | monthly_earnings | 2018-06-01 | 2018-07-01 | 300
            ann    | monthly_earnings | 2018-07-01 | 2018-08-01 | 300
            ann    | monthly_earnings | 2018-08-01 | 2018-09-01 | 300
            bea    | monthly_earnings | 2018-06-01 | 2018-07-01 | 267
            bea    | monthly_earnings | 2018-07-01 | 2018-08-01 | 267
            bea    | monthly_earnings | 2018-08-01 | 2018-09-01 | 267
        """,
        criterion="employment_kept",
        expect={"family": "yes"},
    )


def test_a_threshold_that_rose(spec: Example) -> None:
    """Each month is held against what was in force when it ended: £567 to August 2022, £782 from 26 September."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2022-09-30",
        support="""
            family_id | from_on    | until_on
            one       | 2021-10-01 | -
            two       | 2021-10-01 | -
        """,
        events="""
            person | event            | from_on    | until_on   | quantity
            ann    | monthly_earnings | 2022-07-01 | 2022-08-01 | 567
            ann    | monthly_earnings | 2022-08-01 | 2022-09-01 | 567
            ann    | monthly_earnings | 2022-09-01 | 2022-10-01 | 782
            bea    | monthly_earnings | 2022-07-01 | 2022-08-01 | 782
            bea    | monthly_earnings | 2022-08-01 | 2022-09-01 | 782
            bea    | monthly_earnings | 2022-09-01 | 2022-10-01 | 781.99
        """,
        criterion="employment_kept",
        expect={"one": "yes", "two": "no"},
    )


def test_still_on_a_benefit(spec: Example) -> None:
    """Work beside an out-of-work benefit is no result."""
    spec(
        family=FAMILIES,
        since="2015-09-01",
        as_at="2018-09-30",
        support=SUPPORT,
        events="""
            person | event               | from_on    | until_on | detail
            ann    | employment          | 2017-01-01 | -        | -
            ann    | out_of_work_benefit | 2018-09-01 | -        | is
        """,
        criterion="employment_kept",
        expect={"one": "no"},
    )


def test_without_the_department_for_work_and_pensions(spec: Example) -> None:
    """Nobody can be said to be off benefits."""
    spec(
        family=FAMILIES,
        without=("dwp",),
        since="2015-09-01",
        as_at="2018-09-30",
        support=SUPPORT,
        criterion="employment_kept",
        expect={"one": Unknown("The DWP feed was not supplied.")},
    )

"""The council's own filter."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""
TERMS = """
    from_on    | until_on
    2013-09-02 | 2013-12-20
    2014-01-06 | 2014-04-04
    2014-04-22 | 2014-07-23
"""


def test_one_sign_on_the_date_is_enough(spec: Example) -> None:
    """Open on the date; what ended on it settles nothing, and then only a worker can say."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event                 | from_on    | until_on
            ann    | probation_supervision | 2014-01-01 | -
            bea    | adult_mental_health   | 2014-01-01 | 2014-09-30
            cas    | long_term_condition   | 2010-01-01 | -
        """,
        criterion="local_filter",
        expect={"one": "yes", "two": Unknown("Only a worker can say."), "three": "yes"},
    )


def test_two_referrals_for_a_child_in_the_year(spec: Example) -> None:
    """One referral in the 12 months is not a repeat; two are."""
    spec(
        family="""
            family | person | role  | born
            one    | kit    | child | 2002-05-05
            two    | lee    | child | 2002-05-05
            three  | max    | child | 2002-05-05
        """,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event        | from_on
            kit    | csc_referral | 2014-01-01
            lee    | csc_referral | 2013-10-01
            lee    | csc_referral | 2014-01-01
            max    | csc_referral | 2013-09-30
            max    | csc_referral | 2014-01-01
        """,
        criterion="local_filter",
        expect={"one": Unknown("Only a worker can say."), "two": "yes", "three": Unknown("Only a worker can say.")},
    )


def test_one_event_in_the_year_is_enough(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event                   | from_on    | reference
            ann    | early_help_assessment   | 2013-10-01 | -
            bea    | early_help_assessment   | 2013-09-30 | -
            cas    | domestic_abuse_incident | 2014-05-01 | D1
        """,
        criterion="local_filter",
        expect={"one": "yes", "two": Unknown("Only a worker can say."), "three": "yes"},
    )


def test_a_child_in_need(spec: Example) -> None:
    """A child on a plan on the date."""
    spec(
        family="""
            family | person | role  | born
            one    | kit    | child | 2002-05-05
            two    | lee    | child | 2002-05-05
            three  | max    | child | 2002-05-05
        """,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event         | from_on    | until_on
            kit    | child_in_need | 2014-01-01 | -
            lee    | child_in_need | 2014-01-01 | 2014-09-30
        """,
        criterion="local_filter",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_a_parent_of_19(spec: Example) -> None:
    """A parent who was 19 at the birth counts, whatever the age now; one who was 20 does not."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | adult | 1982-05-06
            one    | kit    | child | 2002-05-05
            two    | bea    | adult | 1982-05-05
            two    | lee    | child | 2002-05-05
        """,
        since="2011-09-01",
        as_at="2014-09-30",
        relationships="""
            person | relationship | of
            ann    | parent       | kit
            bea    | parent       | lee
        """,
        criterion="local_filter",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_persistent_absence_as_it_was_then(spec: Example) -> None:
    """59 of 400 sessions are below the 15% of those years; 60 are on it and count."""
    spec(
        family="""
            family | person | role  | born
            one    | kit    | child | 2002-05-05
            two    | lee    | child | 2002-05-05
            three  | max    | child | 2002-05-05
        """,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event              | from_on    | until_on   | quantity
            kit    | sessions_possible  | 2013-09-02 | 2013-12-20 | 140
            kit    | sessions_possible  | 2014-01-06 | 2014-04-04 | 120
            kit    | sessions_possible  | 2014-04-22 | 2014-07-23 | 140
            kit    | absence_authorised | 2013-09-02 | 2013-12-20 | 59
            lee    | sessions_possible  | 2013-09-02 | 2013-12-20 | 140
            lee    | sessions_possible  | 2014-01-06 | 2014-04-04 | 120
            lee    | sessions_possible  | 2014-04-22 | 2014-07-23 | 140
            lee    | absence_authorised | 2013-09-02 | 2013-12-20 | 60
        """,
        criterion="local_filter",
        expect={"one": Unknown("Only a worker can say."), "two": "yes"},
    )

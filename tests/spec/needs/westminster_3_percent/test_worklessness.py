"""Poverty, worklessness, poor job prospects."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_an_adult_on_an_out_of_work_benefit_on_the_date(spec: Example) -> None:
    """Only on the date: a claim that ended the day before does not count, nor does a child's."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | adult | 1990-01-01
            two    | bea    | adult | 1990-01-01
            three  | cas    | child | 2012-01-01
        """,
        events="""
            person | event               | from_on    | until_on   | detail
            ann    | out_of_work_benefit | 2026-01-01 | -          | jsa
            bea    | out_of_work_benefit | 2026-01-01 | 2026-09-30 | jsa
            cas    | out_of_work_benefit | 2026-01-01 | -          | carers
        """,
        criterion="worklessness",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_arrears_of_500_pounds(spec: Example) -> None:
    """£499.99 is below the line, £500 is on it and counts, £500.01 is above."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on   | quantity
            ann    | rent_arrears        | 2026-08-31 | 2026-09-30 | 499.99
            bea    | rent_arrears        | 2026-08-31 | 2026-09-30 | 500
            cas    | council_tax_arrears | 2026-08-31 | 2026-09-30 | 500.01
        """,
        criterion="worklessness",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_arrears_at_the_date_are_the_latest_that_were_measured(spec: Example) -> None:
    """The latest period that has ended by the day after the date stands, whatever earlier or later ones say."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on   | quantity
            ann    | rent_arrears | 2026-06-01 | 2026-07-01 | 900
            ann    | rent_arrears | 2026-08-31 | 2026-09-30 | 0
            bea    | rent_arrears | 2026-06-01 | 2026-07-01 | 0
            bea    | rent_arrears | 2026-09-01 | 2026-10-01 | 900
            cas    | rent_arrears | 2026-06-01 | 2026-07-01 | 0
            cas    | rent_arrears | 2026-09-02 | 2026-10-02 | 900
        """,
        criterion="worklessness",
        expect={"one": "no", "two": "yes", "three": "no"},
    )


def test_two_food_bank_vouchers(spec: Example) -> None:
    """One voucher in the 12 months is not enough; two are, and so are three."""
    spec(
        family=FAMILIES,
        events="""
            person | event     | from_on
            ann    | food_bank | 2026-03-01
            bea    | food_bank | 2026-03-01
            bea    | food_bank | 2026-04-01
            cas    | food_bank | 2026-03-01
            cas    | food_bank | 2026-04-01
            cas    | food_bank | 2026-05-01
        """,
        criterion="worklessness",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_a_young_person_not_in_education_or_work(spec: Example) -> None:
    """Asked of members aged 16 to 18 on the date: 15 and 19 are outside."""
    spec(
        family="""
            family   | person | role  | born
            fifteen  | ann    | child | 2010-10-01
            sixteen  | bea    | child | 2010-09-30
            eighteen | cas    | adult | 2007-10-01
            nineteen | dee    | adult | 2007-09-30
        """,
        events="""
            person | event | from_on
            ann    | neet  | 2026-07-01
            bea    | neet  | 2026-07-01
            cas    | neet  | 2026-07-01
            dee    | neet  | 2026-07-01
        """,
        criterion="worklessness",
        expect={"fifteen": "no", "sixteen": "yes", "eighteen": "yes", "nineteen": "no"},
    )


def test_a_young_person_without_a_birth_date(spec: Example) -> None:
    """Whether a child whose birth date no record holds is 16 to 18 is not known; neither, then, is the answer."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | child | -
            two    | bea    | child | -
        """,
        events="""
            person | event | from_on
            ann    | neet  | 2026-07-01
        """,
        criterion="worklessness",
        expect={"ann": Unknown("The date of birth is not known."), "one": Unknown(), "two": "no"},
    )


def test_without_benefits_data(spec: Example) -> None:
    """The DWP feed was not supplied: unknown, unless another sign is found."""
    spec(
        family=FAMILIES,
        without=("dwp",),
        events="""
            person | event        | from_on    | until_on   | quantity
            ann    | rent_arrears | 2026-08-31 | 2026-09-30 | 800
        """,
        criterion="worklessness",
        expect={"one": "yes", "two": Unknown("The DWP feed was not supplied.")},
    )

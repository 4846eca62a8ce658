"""A young person at risk of worklessness."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown


def test_aged_16_to_18(spec: Example) -> None:
    """Fifteen and nineteen are outside."""
    spec(
        family="""
            family   | person | role  | born
            fifteen  | ann    | child | 2002-10-01
            sixteen  | bea    | child | 2002-09-30
            eighteen | cas    | adult | 1999-10-01
            nineteen | dee    | adult | 1999-09-30
        """,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event | from_on    | until_on
            ann    | neet  | 2018-07-01 | -
            bea    | neet  | 2018-07-01 | -
            cas    | neet  | 2018-07-01 | -
            dee    | neet  | 2018-07-01 | -
        """,
        criterion="young_person_neet",
        expect={"fifteen": "no", "sixteen": "yes", "eighteen": "yes", "nineteen": "no"},
    )


def test_over_on_the_date(spec: Example) -> None:
    """A spell that ended on the date is over."""
    spec(
        family="""
            family  | person | role  | born
            sixteen | bea    | child | 2002-09-30
        """,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event | from_on    | until_on
            bea    | neet  | 2018-07-01 | 2018-09-30
        """,
        criterion="young_person_neet",
        expect={"sixteen": "no"},
    )


def test_without_education(spec: Example) -> None:
    """Nobody can be said to be in education."""
    spec(
        family="""
            family | person | role  | born
            one    | bea    | child | 2001-09-30
        """,
        without=("education",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="young_person_neet",
        expect={"one": Unknown("The education feed was not supplied.")},
    )

"""On licence, supervision or a sentence in the community."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_on_the_date(spec: Example) -> None:
    """Supervision that ended on the date is over; a young person's is not asked about here."""
    spec(
        family="""
            family | person | role  | born
            one    | ann    | adult | 1980-01-01
            two    | bea    | adult | 1980-01-01
            young  | kit    | child | 2001-05-05
        """,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event                 | from_on    | until_on
            ann    | probation_supervision | 2018-01-01 | -
            bea    | probation_supervision | 2018-01-01 | 2018-09-30
            kit    | probation_supervision | 2018-01-01 | -
        """,
        criterion="under_sentence",
        expect={"one": "yes", "two": "no", "young": "no"},
    )


def test_without_probation(spec: Example) -> None:
    """Nobody can be said to be under no sentence."""
    spec(
        family=FAMILIES,
        without=("probation",),
        since="2015-09-01",
        as_at="2018-09-30",
        criterion="under_sentence",
        expect={"one": Unknown("The probation feed was not supplied.")},
    )

"""Victims and perpetrators of crime."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILY = """
    person | role  | born
    ann    | adult | 1990-01-01
    kit    | child | 2014-05-05
"""


def test_one_offence_in_the_year_is_enough(spec: Example) -> None:
    """A member who was a suspect once in the 12 months counts."""
    spec(
        family=FAMILY,
        events="""
            person | event         | from_on
            ann    | crime_suspect | 2026-03-01
        """,
        criterion="crime",
        expect={"family": "yes", "ann": "yes", "kit": "no"},
    )


def test_nothing_held_by_feeds_that_cover_the_year_is_a_no(spec: Example) -> None:
    """The police, youth justice and probation feeds cover the 12 months and hold nothing: no."""
    spec(family=FAMILY, criterion="crime", expect={"family": "no", "ann": "no"})


def test_without_the_police_nothing_can_be_known(spec: Example) -> None:
    """The police feed was not supplied: the answer is unknown, and says so."""
    spec(
        family=FAMILY,
        without=("police",),
        criterion="crime",
        expect={"family": Unknown("The police feed was not supplied.")},
    )

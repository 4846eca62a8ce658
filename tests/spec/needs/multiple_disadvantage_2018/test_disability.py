"""Having a disability."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_known_on_the_date(spec: Example) -> None:
    """A service open on the date counts, one that ended on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on    | until_on
            ann    | adult_care_package | 2026-01-01 | -
            bea    | adult_care_package | 2026-01-01 | 2026-09-30
            cas    | child_disability   | 2026-09-30 | -
        """,
        criterion="disability",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_a_long_term_condition_is_counted_as_ill_health(spec: Example) -> None:
    """So that one record is never two factors."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | long_term_condition | 2020-01-01 | -
        """,
        criterion="disability",
        expect={"one": "no"},
    )


def test_without_adult_social_care(spec: Example) -> None:
    """Nobody can be said to have no care package."""
    spec(
        family=FAMILIES,
        without=("adult_social_care",),
        criterion="disability",
        expect={"one": Unknown("The adult social care feed was not supplied.")},
    )

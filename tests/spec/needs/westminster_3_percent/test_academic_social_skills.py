"""Poor academic and social skills."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2023-05-05
    two    | lee    | child | 2014-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_below_the_expected_level_or_supported_at_school(spec: Example) -> None:
    """A development check below the level in the 12 months, or special educational needs support on the date."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on
            kit    | development_check_below | 2026-02-01
            lee    | send_support            | 2024-09-01
        """,
        criterion="academic_social_skills",
        expect={"one": "yes", "two": "yes"},
    )


def test_an_old_check_and_ended_support_settle_nothing(spec: Example) -> None:
    """The day before the 12 months is outside, and support that ended by the date is over."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            kit    | development_check_below | 2025-09-30 | -
            lee    | send_support            | 2024-09-01 | 2026-09-30
        """,
        criterion="academic_social_skills",
        expect={"one": Unknown("Only a worker can say."), "two": Unknown("Only a worker can say.")},
    )


def test_who_is_asked(spec: Example) -> None:
    """A check of a child of 5 counts, of 6 no longer; a child not yet of school age is not sought in the schools' feed."""
    spec(
        family="""
            family | person | role  | born
            five   | kit    | child | 2020-10-01
            six    | lee    | child | 2020-09-30
            baby   | max    | child | 2026-01-01
        """,
        feeds="""
            feed      | covers_from | covers_until | absence_means
            education | 2023-10-01  | 2026-10-01   | unknown
        """,
        events="""
            person | event                   | from_on
            kit    | development_check_below | 2026-02-01
            lee    | development_check_below | 2026-02-01
        """,
        criterion="academic_social_skills",
        expect={
            "five": "yes",
            "lee": Unknown("Not in the education feed"),
            "max": "no",
            "baby": Unknown("Only a worker can say."),
        },
    )


def test_it_is_never_a_no(spec: Example) -> None:
    """Attainment and social skills reach no feed: where the feeds show nothing, only a worker can say."""
    spec(family=FAMILIES, criterion="academic_social_skills", expect={"three": Unknown("Only a worker can say.")})

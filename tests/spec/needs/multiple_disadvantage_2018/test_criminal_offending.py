"""Criminal offending."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_a_proven_offence_in_the_twelve_months(spec: Example) -> None:
    """On the first day of the 12 months it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event          | from_on
            ann    | proven_offence | 2025-10-01
            bea    | proven_offence | 2025-09-30
            cas    | youth_offence  | 2026-09-30
        """,
        criterion="criminal_offending",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_a_sentence_on_any_day_of_the_year(spec: Example) -> None:
    """Supervision on one day of the 12 months is enough."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            ann    | probation_supervision | 2024-01-01 | 2025-10-02
            bea    | probation_supervision | 2024-01-01 | 2025-10-01
            cas    | youth_order           | 2026-09-01 | -
        """,
        criterion="criminal_offending",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_a_suspect_is_no_offender(spec: Example) -> None:
    """To be arrested or a suspect, however often, is not to have offended."""
    spec(
        family=FAMILIES,
        events="""
            person | event         | from_on
            ann    | arrest        | 2026-03-01
            ann    | crime_suspect | 2026-03-01
        """,
        criterion="criminal_offending",
        expect={"one": "no"},
    )


def test_without_probation(spec: Example) -> None:
    """Youth justice alone cannot say that no adult offended."""
    spec(
        family=FAMILIES,
        without=("probation",),
        criterion="criminal_offending",
        expect={"one": Unknown("The probation feed was not supplied.")},
    )

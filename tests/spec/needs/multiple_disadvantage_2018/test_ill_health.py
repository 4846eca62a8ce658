"""Ill-health."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_a_service_or_condition_on_the_date(spec: Example) -> None:
    """What is open on the date counts; what ended on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            ann    | adult_mental_health | 2026-01-01 | -
            bea    | adult_mental_health | 2026-01-01 | 2026-09-30
            cas    | long_term_condition | 2020-01-01 | -
        """,
        criterion="ill_health",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_a_visit_to_hospital_is_not_enough(spec: Example) -> None:
    """Illness that passes is no factor."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on
            ann    | ae_attendance      | 2026-09-01
            ann    | hospital_admission | 2026-09-01
        """,
        criterion="ill_health",
        expect={"one": "no"},
    )


def test_without_health(spec: Example) -> None:
    """Health bodies often have no power to share for this: then nobody is known to be well."""
    spec(
        family=FAMILIES,
        without=("health",),
        criterion="ill_health",
        expect={"one": Unknown("The health feed was not supplied.")},
    )

"""Anti-social behaviour."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_an_incident_in_the_twelve_months(spec: Example) -> None:
    """An incident on the first day of the 12 months counts; on the day before it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event              | from_on
            ann    | asb_incident       | 2025-10-01
            bea    | asb_incident       | 2025-09-30
            cas    | housing_asb_action | 2026-09-30
        """,
        criterion="anti_social_behaviour",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_an_order_on_any_day_of_the_year(spec: Example) -> None:
    """An order that ended on the first day of the 12 months was still in force on none of them."""
    spec(
        family=FAMILIES,
        events="""
            person | event     | from_on    | until_on
            ann    | asb_order | 2024-01-01 | 2025-10-02
            bea    | asb_order | 2024-01-01 | 2025-10-01
            cas    | asb_order | 2026-10-01 | -
        """,
        criterion="anti_social_behaviour",
        expect={"one": "yes", "two": "no", "three": "no"},
    )


def test_without_the_police(spec: Example) -> None:
    """Housing alone cannot say that there was none."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="anti_social_behaviour",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

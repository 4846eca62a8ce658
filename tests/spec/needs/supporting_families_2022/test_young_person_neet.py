"""Need 10.3: a young person not in education, employment or training."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family  | person | role  | born
    older   | kit    | child | 2008-08-31
    younger | lee    | child | 2008-09-01
    oldest  | max    | adult | 2006-09-01
    beyond  | ann    | adult | 2006-08-31
"""


def test_academic_age_16_and_17(spec: Example) -> None:
    """Age is counted on the 31 August before: who turned 16 by then is asked, a day later is not. So it ends at 18."""
    spec(
        family=FAMILIES,
        events="""
            person | event | from_on    | until_on
            kit    | neet  | 2025-01-01 | -
            lee    | neet  | 2025-01-01 | -
            max    | neet  | 2025-01-01 | -
            ann    | neet  | 2025-01-01 | -
        """,
        criterion="young_person_neet",
        as_at="2025-03-31",
        expect={"older": "yes", "younger": "no", "oldest": "yes", "beyond": "no"},
    )


def test_on_the_date(spec: Example) -> None:
    """What ended by the date is over."""
    spec(
        family=FAMILIES,
        events="""
            person | event | from_on    | until_on
            kit    | neet  | 2024-09-01 | 2025-03-31
        """,
        criterion="young_person_neet",
        as_at="2025-03-31",
        expect={"older": "no"},
    )


def test_activity_not_known_is_not_neet(spec: Example) -> None:
    """Where the schools list everyone they know of, a young person who is not among them is unknown."""
    spec(
        family=FAMILIES,
        feeds="""
            feed      | covers_from | covers_until | absence_means
            education | 2023-10-01  | 2026-10-01   | unknown
        """,
        criterion="young_person_neet",
        as_at="2025-03-31",
        expect={"older": Unknown("Not in the education feed")},
    )

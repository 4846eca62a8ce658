"""Unstable partnerships."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
"""


def test_harmful_conflict_recorded_in_the_year(spec: Example) -> None:
    """Conflict recorded on the first day of the 12 months counts; the day before, only a worker can say."""
    spec(
        family=FAMILIES,
        events="""
            person | event             | from_on
            ann    | parental_conflict | 2025-10-01
            bea    | parental_conflict | 2025-09-30
        """,
        criterion="unstable_partnerships",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_it_is_never_a_no(spec: Example) -> None:
    """No agency records partners who come and go."""
    spec(family=FAMILIES, criterion="unstable_partnerships", expect={"one": Unknown("Only a worker can say.")})

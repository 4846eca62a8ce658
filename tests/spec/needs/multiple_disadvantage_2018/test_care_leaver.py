"""Being a care leaver."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_entitled_on_the_date(spec: Example) -> None:
    """Entitlement that ends on the date is over; from the date on it counts."""
    spec(
        family=FAMILIES,
        events="""
            person | event       | from_on    | until_on
            ann    | care_leaver | 2024-01-01 | 2026-10-01
            bea    | care_leaver | 2024-01-01 | 2026-09-30
            cas    | care_leaver | 2026-09-30 | -
        """,
        criterion="care_leaver",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_social_care(spec: Example) -> None:
    """Nobody can be said not to be a care leaver."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        criterion="care_leaver",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

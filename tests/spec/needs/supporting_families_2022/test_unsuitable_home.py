"""Need 9.2: an unsuitable home, or the risk of eviction."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_overcrowded_on_the_date(spec: Example) -> None:
    """A home that is overcrowded on the date counts; one that was so until the day before does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on
            ann    | overcrowding | 2024-01-01 | -
            bea    | overcrowding | 2024-01-01 | 2025-03-31
        """,
        criterion="unsuitable_home",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "no"},
    )


def test_notice_eviction_or_homelessness_in_the_12_months(spec: Example) -> None:
    """Each is enough. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                    | from_on    | until_on
            ann    | possession_notice        | 2024-04-01 | -
            bea    | homelessness_application | 2024-12-01 | -
            cas    | eviction                 | 2024-03-31 | -
        """,
        criterion="unsuitable_home",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "yes", "three": "no"},
    )


def test_without_housing_nothing_can_be_known(spec: Example) -> None:
    """The housing feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("housing",),
        criterion="unsuitable_home",
        as_at="2025-03-31",
        expect={"one": Unknown("The housing feed was not supplied.")},
    )

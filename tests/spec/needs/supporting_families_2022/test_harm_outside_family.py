"""Need 6.6: harm outside the family."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_open_on_the_date(spec: Example) -> None:
    """A recorded risk of harm outside the home. The last day on which it is open counts; from its end on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event             | from_on    | until_on
            kit    | harm_outside_home | 2024-09-01 | 2025-04-01
            lee    | harm_outside_home | 2024-09-01 | 2025-03-31
        """,
        criterion="harm_outside_family",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """What only a school knows of it reaches no feed."""
    spec(
        family=FAMILIES,
        criterion="harm_outside_family",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The childrens social care feed was not supplied, and no worker has been asked yet."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        criterion="harm_outside_family",
        as_at="2025-03-31",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

"""Need 2.2: physical health of a child of 0 to 5."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    five   | kit    | child | 2019-04-01
    six    | lee    | child | 2019-03-31
    two    | max    | child | 2023-01-01
"""


def test_a_concern_about_a_child_under_6(spec: Example) -> None:
    """A child who turns 6 the day after the date counts; one who turned 6 on it does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                  | from_on    | until_on
            kit    | health_visitor_concern | 2025-01-10 | -
            lee    | health_visitor_concern | 2025-01-10 | -
        """,
        criterion="early_physical_health",
        as_at="2025-03-31",
        expect={"five": "yes", "six": Unknown("Only a worker can say.")},
    )


def test_an_old_concern_settles_nothing(spec: Example) -> None:
    """The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                  | from_on    | until_on
            kit    | health_visitor_concern | 2024-04-01 | -
            max    | health_visitor_concern | 2024-03-31 | -
        """,
        criterion="early_physical_health",
        as_at="2025-03-31",
        expect={"five": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_without_the_health_feed(spec: Example) -> None:
    """Health was not supplied, and no worker has been asked yet."""
    spec(
        family=FAMILIES,
        without=("health",),
        criterion="early_physical_health",
        as_at="2025-03-31",
        expect={"two": Unknown("The health feed was not supplied.")},
    )

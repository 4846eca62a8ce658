"""Outcome 6: children safer."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    one    | ann    | adult | 1990-01-01
    two    | lee    | child | 2010-05-05
    two    | bea    | adult | 1990-01-01
"""


def test_records_can_rule_it_out_and_only_a_worker_can_confirm_it(spec: Example) -> None:
    """A child reported missing in the 6 months: no. Without a record of the kind, a worker is asked."""
    spec(
        family=FAMILIES,
        events="""
            person | event           | from_on    | until_on
            kit    | missing_episode | 2024-08-01 | -
        """,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="children_safer",
        as_at="2025-03-31",
        expect={"one": "no", "two": Unknown("Only a worker can say.")},
    )


def test_what_happened_after_the_6_months_is_outside(spec: Example) -> None:
    """Support ended on 30 June 2024: the 6 months end with December. What happens on 1 January no longer counts."""
    spec(
        family=FAMILIES,
        events="""
            person | event           | from_on    | until_on
            kit    | missing_episode | 2024-12-31 | -
            lee    | missing_episode | 2025-01-01 | -
        """,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="children_safer",
        as_at="2025-03-31",
        expect={"one": "no", "two": Unknown("Only a worker can say.")},
    )


def test_before_the_6_months_are_over_nothing_is_settled(spec: Example) -> None:
    """Support ended on 1 October 2024: the 6 months end with 1 April, the day after the date."""
    spec(
        family=FAMILIES,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-10-02
        """,
        criterion="children_safer",
        as_at="2025-03-31",
        expect={"one": Unknown("The time that has to pass is not over.")},
    )


def test_without_the_days_of_support(spec: Example) -> None:
    """Nobody has recorded when support ended."""
    spec(
        family=FAMILIES,
        criterion="children_safer",
        as_at="2025-03-31",
        expect={"one": Unknown("The days of support are not recorded.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The children's social care feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("childrens_social_care",),
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="children_safer",
        as_at="2025-03-31",
        expect={"one": Unknown("The children's social care feed was not supplied.")},
    )

"""Outcome 7: crime."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    one    | ann    | adult | 1990-01-01
    two    | lee    | child | 2010-05-05
    two    | bea    | adult | 1990-01-01
"""


def test_no_offence_in_the_6_months(spec: Example) -> None:
    """Support ended on 30 June 2024. An offence on 31 December is inside the 6 months: then a worker may still tell of
    a clear fall. One on 1 January is outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event          | from_on    | until_on | role
            ann    | proven_offence | 2024-12-31 | -        | -
            bea    | proven_offence | 2025-01-01 | -        | -
        """,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="no_more_offences",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say."), "two": "yes"},
    )


def test_the_whole_family_counts(spec: Example) -> None:
    """What a child does counts like what an adult does; to be troubled by an incident does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on | role
            kit    | asb_incident | 2024-08-01 | -        | suspect
            lee    | asb_incident | 2024-08-01 | -        | victim
        """,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="no_more_offences",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say."), "two": "yes"},
    )


def test_before_the_6_months_are_over_nothing_is_settled(spec: Example) -> None:
    """Support ended on 1 October 2024: the 6 months end with 1 April, the day after the date."""
    spec(
        family=FAMILIES,
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-10-02
        """,
        criterion="no_more_offences",
        as_at="2025-03-31",
        expect={"one": Unknown("The time that has to pass is not over.")},
    )


def test_without_the_police(spec: Example) -> None:
    """The police feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("police",),
        support="""
            family_id | from_on    | until_on
            one       | 2023-12-01 | 2024-07-01
            two       | 2023-12-01 | 2024-07-01
        """,
        criterion="no_more_offences",
        as_at="2025-03-31",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

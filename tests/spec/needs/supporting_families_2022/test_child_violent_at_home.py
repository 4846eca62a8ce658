"""Need 5.3: a child who is violent or abusive at home."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2010-05-05
    two    | lee    | child | 2010-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_once_in_the_12_months(spec: Example) -> None:
    """A child was the perpetrator in an incident. The first day of the 12 months is inside, the day before outside."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            kit    | domestic_abuse_incident | 2024-04-01 | perpetrator
            lee    | domestic_abuse_incident | 2024-03-31 | perpetrator
        """,
        criterion="child_violent_at_home",
        as_at="2025-03-31",
        expect={"one": "yes", "two": Unknown("Only a worker can say.")},
    )


def test_the_childs_role_matters(spec: Example) -> None:
    """A child who was present or was the victim is not this need; nor is an adult perpetrator."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | role
            kit    | domestic_abuse_incident | 2024-10-01 | child_present
            kit    | domestic_abuse_incident | 2024-10-02 | victim
            ann    | domestic_abuse_incident | 2024-10-01 | perpetrator
        """,
        criterion="child_violent_at_home",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say."), "three": Unknown("Only a worker can say.")},
    )


def test_otherwise_only_a_worker_can_say(spec: Example) -> None:
    """Most violence of a child at home never reaches the police."""
    spec(
        family=FAMILIES,
        criterion="child_violent_at_home",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_without_the_feed(spec: Example) -> None:
    """The police feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("police",),
        criterion="child_violent_at_home",
        as_at="2025-03-31",
        expect={"one": Unknown("The police feed was not supplied.")},
    )

"""Need 1.1: low attendance."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""
TERMS = """
    from_on    | until_on
    2024-04-15 | 2024-07-24
    2024-09-02 | 2024-12-21
    2025-01-06 | 2025-03-29
"""


def test_attendance_under_90_percent_of_two_terms(spec: Example) -> None:
    """225 of 250 sessions are 90%, which is enough; 224 are not. Absence with permission counts like absence without."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            kit    | sessions_possible    | 2025-01-06 | 2025-03-29 | 110
            kit    | absence_authorised   | 2024-09-02 | 2024-12-21 | 25
            lee    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            lee    | sessions_possible    | 2025-01-06 | 2025-03-29 | 110
            lee    | absence_authorised   | 2024-09-02 | 2024-12-21 | 26
            max    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            max    | sessions_possible    | 2025-01-06 | 2025-03-29 | 110
            max    | absence_authorised   | 2024-09-02 | 2024-12-21 | 12
            max    | absence_unauthorised | 2025-01-06 | 2025-03-29 | 14
        """,
        criterion="low_attendance",
        as_at="2025-03-31",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_the_two_terms_count_together(spec: Example) -> None:
    """A poor autumn and a good spring: 236 of 250 sessions are 94.4%. Of the summer before nothing is asked."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2024-04-15 | 2024-07-24 | 130
            kit    | absence_unauthorised | 2024-04-15 | 2024-07-24 | 90
            kit    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            kit    | sessions_possible    | 2025-01-06 | 2025-03-29 | 110
            kit    | absence_unauthorised | 2024-09-02 | 2024-12-21 | 14
        """,
        criterion="low_attendance",
        as_at="2025-03-31",
        expect={"one": "no"},
    )


def test_a_child_past_school_age_is_not_asked(spec: Example) -> None:
    """Compulsory school age ended in June 2024 for the elder, who may miss college."""
    spec(
        family="""
            person | role  | born
            kit    | child | 2008-05-05
        """,
        terms=TERMS,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            kit    | sessions_possible    | 2025-01-06 | 2025-03-29 | 110
            kit    | absence_unauthorised | 2024-09-02 | 2024-12-21 | 90
        """,
        criterion="low_attendance",
        as_at="2025-03-31",
        expect={"family": "no"},
    )


def test_one_term_recorded_is_not_two(spec: Example) -> None:
    """Of the spring nothing is recorded, so that nobody can say what attendance over both was."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        events="""
            person | event                | from_on    | until_on   | quantity
            kit    | sessions_possible    | 2024-09-02 | 2024-12-21 | 140
            kit    | absence_unauthorised | 2024-09-02 | 2024-12-21 | 10
        """,
        criterion="low_attendance",
        as_at="2025-03-31",
        expect={"one": Unknown("Sessions possible: recorded for only some of the terms.")},
    )


def test_without_the_schools_nothing_can_be_known(spec: Example) -> None:
    """The education feed was not supplied; and before two terms have ended there are none to look at."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        without=("education",),
        criterion="low_attendance",
        as_at="2025-03-31",
        expect={"one": Unknown("The education feed was not supplied.")},
    )


def test_two_terms_must_have_ended(spec: Example) -> None:
    """Only the autumn term is known to have ended."""
    spec(
        family=FAMILIES,
        terms="""
            from_on    | until_on
            2024-09-02 | 2024-12-21
            2025-01-06 | 2025-04-05
        """,
        criterion="low_attendance",
        as_at="2025-03-31",
        expect={"one": Unknown("Fewer than 2 school terms are known to have ended.")},
    )

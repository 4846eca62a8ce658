"""Permanently excluded."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2006-05-05
    two    | lee    | child | 2006-05-05
    three  | max    | child | 2006-05-05
"""
TERMS = """
    from_on    | until_on
    2017-09-04 | 2017-12-20
    2018-01-03 | 2018-03-29
    2018-04-16 | 2018-07-24
"""


def test_once_in_three_terms(spec: Example) -> None:
    """On the first day of the three terms it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event               | from_on
            kit    | permanent_exclusion | 2017-09-04
            lee    | permanent_exclusion | 2017-09-03
        """,
        criterion="permanently_excluded",
        expect={"one": "yes", "two": "no"},
    )


def test_without_three_terms_behind_us(spec: Example) -> None:
    """Where fewer terms are known to have ended, nothing can be said."""
    spec(
        family=FAMILIES,
        terms="""
            from_on    | until_on
            2018-01-03 | 2018-03-29
            2018-04-16 | 2018-07-24
        """,
        since="2015-09-01",
        as_at="2018-09-30",
        events="""
            person | event               | from_on
            kit    | permanent_exclusion | 2018-05-01
        """,
        criterion="permanently_excluded",
        expect={"one": Unknown("Fewer than 3 school terms are known to have ended.")},
    )

"""Permanently excluded."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2002-05-05
    two    | lee    | child | 2002-05-05
    three  | max    | child | 2002-05-05
"""
TERMS = """
    from_on    | until_on
    2013-09-02 | 2013-12-20
    2014-01-06 | 2014-04-04
    2014-04-22 | 2014-07-23
"""


def test_once_in_three_terms(spec: Example) -> None:
    """On the first day of the three terms it counts, on the day before it does not."""
    spec(
        family=FAMILIES,
        terms=TERMS,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event               | from_on
            kit    | permanent_exclusion | 2013-09-02
            lee    | permanent_exclusion | 2013-09-01
        """,
        criterion="permanently_excluded",
        expect={"one": "yes", "two": "no"},
    )


def test_without_three_terms_behind_us(spec: Example) -> None:
    """Where fewer terms are known to have ended, nothing can be said."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event               | from_on
            kit    | permanent_exclusion | 2014-05-01
        """,
        criterion="permanently_excluded",
        expect={"one": Unknown("Fewer than 3 school terms are known to have ended.")},
    )

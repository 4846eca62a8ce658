"""Victims and perpetrators of crime."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILY = """
    person | role  | born
    ann    | adult | 1990-01-01
    kit    | child | 2014-05-05
"""
TWO_FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
"""


def test_one_offence_in_the_year_is_enough(spec: Example) -> None:
    """A member who was a suspect once in the 12 months counts."""
    spec(
        family=FAMILY,
        events="""
            person | event         | from_on
            ann    | crime_suspect | 2026-03-01
        """,
        criterion="crime",
        expect={"family": "yes", "ann": "yes", "kit": "no"},
    )


def test_nothing_held_by_feeds_that_cover_the_year_is_a_no(spec: Example) -> None:
    """The police, youth justice and probation feeds cover the 12 months and hold nothing: no."""
    spec(family=FAMILY, criterion="crime", expect={"family": "no", "ann": "no"})


def test_without_the_police_nothing_can_be_known(spec: Example) -> None:
    """The police feed was not supplied: the answer is unknown, and says so, once for the family."""
    spec(
        family=FAMILY,
        without=("police",),
        criterion="crime",
        expect={"family": Unknown("The police feed was not supplied."), "ann": "no"},
    )


def test_a_feed_that_can_say_nothing_of_one_event(spec: Example) -> None:
    """The police handed over arrests and no suspects: of those named nobody knows; an arrest is a yes all the same."""
    spec(
        family="""
            person | role  | born       | family
            ann    | adult | 1990-01-01 | one
            bob    | adult | 1990-01-01 | two
        """,
        events="""
            person | event  | from_on
            bob    | arrest | 2026-05-01
        """,
        without=("crime_suspect",),
        criterion="crime",
        expect={"one": Unknown("The police feed says nothing of crime suspect."), "two": "yes"},
    )


def test_a_victim_counts_from_two_crimes(spec: Example) -> None:
    """One crime happens to very many families; two in the 12 months count."""
    spec(
        family=TWO_FAMILIES,
        events="""
            person | event        | from_on    | reference
            ann    | crime_victim | 2026-01-10 | C1
            bea    | crime_victim | 2026-01-10 | C2
            bea    | crime_victim | 2026-05-10 | C3
        """,
        criterion="crime",
        expect={"one": "no", "two": "yes"},
    )


def test_two_rows_of_one_crime_are_one_crime(spec: Example) -> None:
    """Rows with one reference are one incident; rows without a reference are each their own."""
    spec(
        family=TWO_FAMILIES,
        events="""
            person | event        | from_on    | reference
            ann    | crime_victim | 2026-01-10 | C1
            ann    | crime_victim | 2026-01-11 | C1
            bea    | crime_victim | 2026-01-10 | -
            bea    | crime_victim | 2026-01-11 | -
        """,
        criterion="crime",
        expect={"one": "no", "two": "yes"},
    )


def test_the_twelve_months_begin_the_day_after_the_same_date_a_year_earlier(spec: Example) -> None:
    """On 30 September 2026 the window begins on 1 October 2025: the day before is outside, that day inside."""
    spec(
        family=TWO_FAMILIES,
        events="""
            person | event  | from_on
            ann    | arrest | 2025-09-30
            bea    | arrest | 2025-10-01
        """,
        criterion="crime",
        expect={"one": "no", "two": "yes"},
    )


def test_the_twelve_months_end_with_the_date_itself(spec: Example) -> None:
    """An arrest on the date counts; one on the day after does not."""
    spec(
        family=TWO_FAMILIES,
        events="""
            person | event  | from_on
            ann    | arrest | 2026-10-01
            bea    | arrest | 2026-09-30
        """,
        criterion="crime",
        expect={"one": "no", "two": "yes"},
    )


def test_a_sentence_that_began_long_ago_counts_while_it_runs(spec: Example) -> None:
    """Supervision open on any day of the 12 months counts; supervision that ended before them does not."""
    spec(
        family=TWO_FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            ann    | probation_supervision | 2024-01-01 | 2025-10-01
            bea    | probation_supervision | 2024-01-01 | 2025-10-02
        """,
        criterion="crime",
        expect={"one": "no", "two": "yes"},
    )

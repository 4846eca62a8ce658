"""Overcrowded or unsuitable housing."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""


def test_an_overcrowded_home_on_the_date(spec: Example) -> None:
    """A spell is open on its first day and on every day up to, not including, the day it ends."""
    spec(
        family=FAMILIES,
        events="""
            person | event        | from_on    | until_on
            ann    | overcrowding | 2025-01-01 | 2026-09-30
            bea    | overcrowding | 2025-01-01 | 2026-10-01
            cas    | overcrowding | 2026-10-01 | -
        """,
        criterion="unsuitable_housing",
        expect={"one": "no", "two": "yes", "three": "no"},
    )


def test_a_spell_without_an_end_is_still_open(spec: Example) -> None:
    """No end recorded means still there."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            ann    | temporary_accommodation | 2024-06-01 | -
        """,
        criterion="unsuitable_housing",
        expect={"one": "yes", "two": "no"},
    )


def test_a_notice_of_possession_in_the_year(spec: Example) -> None:
    """An eviction, a notice or a homelessness application in the 12 months counts; an older one does not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                    | from_on
            ann    | possession_notice        | 2025-09-30
            bea    | eviction                 | 2025-10-01
            cas    | homelessness_application | 2026-09-30
        """,
        criterion="unsuitable_housing",
        expect={"one": "no", "two": "yes", "three": "yes"},
    )


def test_shut_out_of_home_at_16_or_17(spec: Example) -> None:
    """Age is judged on the date: 15 and 18 are outside, 16 and 17 inside."""
    spec(
        family="""
            family  | person | role  | born
            fifteen | ann    | child | 2010-10-01
            sixteen | bea    | child | 2010-09-30
            seventeen | cas  | child | 2008-10-01
            eighteen | dee   | adult | 2008-09-30
        """,
        events="""
            person | event              | from_on
            ann    | excluded_from_home | 2026-07-01
            bea    | excluded_from_home | 2026-07-01
            cas    | excluded_from_home | 2026-07-01
            dee    | excluded_from_home | 2026-07-01
        """,
        criterion="unsuitable_housing",
        expect={"fifteen": "no", "sixteen": "yes", "seventeen": "yes", "eighteen": "no"},
    )


def test_when_the_housing_feed_is_late(spec: Example) -> None:
    """The feed ends in June: a notice in May is still a yes; nothing found is unknown, for July might hold one."""
    spec(
        family=FAMILIES,
        feeds="""
            feed    | covers_from | covers_until
            housing | 2023-10-01  | 2026-07-01
        """,
        events="""
            person | event             | from_on
            ann    | possession_notice | 2026-05-01
        """,
        criterion="unsuitable_housing",
        expect={"one": "yes", "two": Unknown("The housing feed covers 2023-10-01 up to 2026-07-01")},
    )

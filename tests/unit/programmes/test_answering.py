"""Whom a worker can answer a criterion for."""

from __future__ import annotations

from datetime import date

import pytest

from thinkfamily.programmes.answering import is_for_workers_alone, is_of_members, is_of_the_family, may_be_meant
from thinkfamily.programmes.framework import load_programme, programme_names

TODAY = date(2026, 11, 28)


def criterion(name: str):
    """One of the Westminster programme's."""
    return next(each for each in load_programme("westminster_3_percent").criteria if each.id == name)


@pytest.mark.parametrize(
    ("name", "alone", "members", "family"),
    [
        ("low_aspirations", True, False, True),
        ("parenting", False, True, True),
        ("domestic_violence", False, True, False),
    ],
)
def test_each_is_asked_of_members_of_the_family_or_of_both(name, alone, members, family):
    one = criterion(name)
    assert (is_for_workers_alone(one), is_of_members(one), is_of_the_family(one)) == (alone, members, family)


@pytest.mark.parametrize("name", programme_names())
def test_every_criterion_can_be_answered_for_somebody(name):
    for one in load_programme(name).criteria:
        assert is_of_members(one) or is_of_the_family(one), one.id


@pytest.mark.parametrize(
    ("name", "role", "born", "is_meant"),
    [
        ("young_parenthood", "adult", date(2006, 1, 1), True),
        ("young_parenthood", "adult", date(1980, 1, 1), False),
        ("young_parenthood", "adult", None, True),
        ("domestic_violence", "child", date(2020, 1, 1), True),
        ("domestic_violence", "expected", None, False),
        ("low_aspirations", "adult", date(1990, 1, 1), False),
    ],
)
def test_age_and_part_decide_and_what_is_not_known_excludes_nobody(name, role, born, is_meant):
    assert may_be_meant(criterion(name), role=role, born=born, on=TODAY) is is_meant


def test_a_criterion_of_children_is_not_answered_for_an_adult_whose_age_nobody_knows():
    absence = next(
        one
        for one in load_programme("westminster_3_percent").criteria
        if is_of_members(one) and not may_be_meant(one, role="adult", born=None, on=TODAY)
    )
    assert may_be_meant(absence, role="child", born=None, on=TODAY)

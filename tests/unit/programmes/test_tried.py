"""Which criteria must be asked again when rules change, and from when their values are taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.unit.programmes.declared import criterion, programme
from tests.unit.programmes.own_rules import LOWER_ATTENDANCE, NEW_CRITERION, SHIPPED, ours

from thinkfamily.programmes.criterion import Measure, leaves
from thinkfamily.programmes.folder import find_programme
from thinkfamily.programmes.framework import load_programme
from thinkfamily.programmes.tried import affected, as_if_in_force, needed_for

BASE = load_programme(SHIPPED)
AS_AT = date(2026, 9, 30)
ARREST = "{id: %s, who: a member, count: arrest, over: P12M, at_least: %s, unit: events%s}"


def test_only_what_can_be_answered_otherwise(tmp_path: Path) -> None:
    assert affected(BASE, BASE) == ()
    assert affected(find_programme(str(ours(tmp_path, *LOWER_ATTENDANCE))), BASE) == ("school_attendance",)
    assert affected(find_programme(str(ours(tmp_path, *NEW_CRITERION, name="more"))), BASE) == ("emergencies",)
    reworded = replace(BASE, criteria=tuple(replace(each, says=f"{each.says} Indeed.") for each in BASE.criteria))
    assert affected(reworded, BASE) == ()
    assert len(affected(replace(BASE, residence=("with_children",)), BASE)) == len(BASE.criteria)


def test_a_criterion_that_is_set_aside_by_a_changed_one_is_asked_again() -> None:
    """And to answer one, those that would set it aside are asked too."""
    work, school, other = (
        criterion(ARREST % (name, 1, voids), says="12 months.")
        for name, voids in (("work", ", voids: school"), ("school", ""), ("other", ""))
    )
    harder = criterion(ARREST % ("work", 2, ", voids: school"), says="2 in 12 months.")
    base, rules = programme(work, school, other), programme(harder, school, other)
    assert affected(rules, base) == ("work", "school")
    assert affected(programme(criterion(ARREST % ("work", 1, ""), says="12 months."), school, other), base) == (
        "work",
        "school",
    )
    assert [each.id for each in needed_for(rules, ("school",))] == ["work", "school"]


def test_a_later_value_that_is_new_is_tried_as_if_in_force(tmp_path: Path) -> None:
    edits = (LOWER_ATTENDANCE[0], ("at_least: 0.15", "at_least: {2008-02-01: 0.15, 2027-01-01: 0.05}"))
    rules = find_programme(str(ours(tmp_path, *edits)))
    tried, notes = as_if_in_force(rules, BASE, AS_AT)
    assert _attendance(tried, AS_AT) == 0.05
    assert any("as if in force" in note for note in notes)
    again, notes = as_if_in_force(rules, rules, AS_AT)
    assert _attendance(again, AS_AT) == 0.15
    assert notes == ()


def test_a_version_of_another_time_is_tried_and_said_so(tmp_path: Path) -> None:
    folder = ours(tmp_path, framework=(("from_on = 2008-02-01", "from_on = 2027-01-01"),))
    tried, notes = as_if_in_force(find_programme(str(folder)), BASE, AS_AT)
    tried.check_in_force(AS_AT)
    assert "in force from 2027-01-01" in notes[0]


def _attendance(rules: object, day: date) -> float:
    found = next(each for each in rules.criteria if each.id == "school_attendance")
    leaf = next(iter(leaves(found.test)))
    assert isinstance(leaf, Measure)
    return leaf.threshold.on(day, "here")

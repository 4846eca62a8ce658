"""Adopting writes that a change holds from a day and the old rule until then; or, when more differs, a later version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.programmes.own_rules import LOWER_ATTENDANCE, NEW_CRITERION, SHIPPED, ours

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.adopt import adopt
from thinkfamily.programmes.criterion import Measure, leaves
from thinkfamily.programmes.folder import copy_rules, find_programme
from thinkfamily.programmes.framework import load_programme

BASE = load_programme(SHIPPED)
DAY = date(2027, 1, 1)


def in_force(folder: Path, day: date) -> list[float]:
    criterion = next(each for each in find_programme(str(folder)).criteria if each.id == "school_attendance")
    return [leaf.threshold.on(day, "here") for leaf in leaves(criterion.test) if isinstance(leaf, Measure)]


def test_a_threshold_becomes_a_dated_value_and_nothing_else_changes(tmp_path: Path) -> None:
    folder = ours(tmp_path, *LOWER_ATTENDANCE)
    before = (folder / "criteria.yaml").read_text(encoding="utf-8")
    told = adopt(folder, BASE, DAY)
    after = (folder / "criteria.yaml").read_text(encoding="utf-8")
    assert after == before.replace("at_least: 0.05", "at_least: {2008-02-01: 0.15, 2027-01-01: 0.05}")
    assert told == ["criteria.yaml, school_attendance: 2008-02-01: 0.15, 2027-01-01: 0.05"]
    assert in_force(folder, date(2026, 12, 31)) == [0.15, 3, 1, 1]
    assert in_force(folder, DAY) == [0.05, 3, 1, 1]
    assert sorted(file.name for file in folder.iterdir()) == ["criteria.yaml", "framework.toml"]


def test_every_threshold_that_differs_and_no_other(tmp_path: Path) -> None:
    folder = ours(
        tmp_path,
        *LOWER_ATTENDANCE,
        ("for at least 360 days", "for at least 300 days"),
        ("at_least: 360", "at_least:\n    2008-02-01: 300"),
    )
    assert len(adopt(folder, BASE, DAY)) == 2
    text = (folder / "criteria.yaml").read_text(encoding="utf-8")
    assert text.count("2027-01-01") == 2
    assert "at_least:\n    {2008-02-01: 360, 2027-01-01: 300}\n  unit: days" in text


def test_a_second_change_follows_the_first(tmp_path: Path) -> None:
    folder = ours(tmp_path, *LOWER_ATTENDANCE)
    adopt(folder, BASE, DAY)
    first = find_programme(str(folder))
    text = (folder / "criteria.yaml").read_text(encoding="utf-8")
    edited = text.replace("2027-01-01: 0.05", "2027-01-01: 0.04").replace("missed 5%", "missed 4%")
    (folder / "criteria.yaml").write_text(edited, encoding="utf-8")
    with pytest.raises(RuleError, match="Choose a later date"):
        adopt(folder, first, DAY)
    adopt(folder, first, date(2028, 1, 1))
    assert [in_force(folder, date(year, 6, 1))[0] for year in (2026, 2027, 2028)] == [0.15, 0.05, 0.04]


def test_more_than_thresholds_makes_a_later_version(tmp_path: Path) -> None:
    folder = ours(tmp_path, *NEW_CRITERION)
    criteria = (folder / "criteria.yaml").read_bytes()
    assert "in force from 2027-01-01" in adopt(folder, BASE, DAY)[0]
    assert find_programme(str(folder)).in_force == (DAY, None)
    assert (folder / "criteria.yaml").read_bytes() == criteria
    with pytest.raises(RuleError, match="in force from 2027-01-01"):
        find_programme(str(folder)).check_in_force(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        (
            "troubled_families_2012",
            ("missed 15% or more of possible sessions without", "missed 12% or more of possible sessions without"),
        ),
        ("supporting_families_2022", ("attended less than 90%", "attended less than 88%")),
    ],
)
@pytest.mark.parametrize("is_more", [False, True])
def test_a_programme_with_tests_of_results_is_adopted_too(
    tmp_path: Path, name: str, edit: tuple[str, str], *, is_more: bool
) -> None:
    """Its ``results.yaml`` is a part of it: a framework that asks for tests does not load without."""
    folder = tmp_path / "ours"
    copy_rules(name, folder)
    file, framework = folder / "criteria.yaml", folder / "framework.toml"
    text = file.read_text(encoding="utf-8").replace(*edit, 1)
    old, new = ("at_least: 0.15", "at_least: 0.12") if "2012" in name else ("less_than: 0.90", "less_than: 0.88")
    assert edit[1] in text
    assert old in text
    text = text.replace(old, new, 1)
    if is_more:
        text = text.replace("over: last 2 terms", "over: last 1 term", 1).replace(
            "over the last 2 terms", "over the last 1 term", 1
        )
        text = text.replace("- id: out_of_work\n", "- id: without_work\n")
        ends = framework.read_text(encoding="utf-8").replace("until_on = ", "# until_on = ", 1)
        framework.write_text(ends, encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    results = (folder / "results.yaml").read_bytes()
    told = adopt(folder, load_programme(name), DAY)
    found = find_programme(str(folder))
    assert ("in force from 2027-01-01" in told[0]) == is_more == (found.in_force[0] == DAY)
    assert (folder / "results.yaml").read_bytes() == results


def test_nothing_changed_and_a_day_too_early_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="No value differs"):
        adopt(ours(tmp_path), BASE, DAY)
    folder = ours(tmp_path, *LOWER_ATTENDANCE, name="early")
    before = (folder / "criteria.yaml").read_bytes()
    with pytest.raises(RuleError, match="Choose a later date"):
        adopt(folder, BASE, date(2008, 2, 1))
    assert (folder / "criteria.yaml").read_bytes() == before

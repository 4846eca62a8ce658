"""Differences are told in plain English: values, dates, sources; and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.programmes.own_rules import LOWER_ATTENDANCE, NEW_CRITERION, SHIPPED, ours

from thinkfamily.programmes.difference import differences, same_but_thresholds
from thinkfamily.programmes.folder import copy_rules, find_programme
from thinkfamily.programmes.framework import load_programme


def told(folder: Path) -> list[tuple[str, str, str, str]]:
    found = differences(load_programme(SHIPPED), find_programme(str(folder)))
    return [(each.where, each.what, each.before, each.after) for each in found]


def test_a_copy_does_not_differ(tmp_path: Path) -> None:
    assert told(ours(tmp_path)) == []


def test_a_threshold(tmp_path: Path) -> None:
    value, says = told(ours(tmp_path, *LOWER_ATTENDANCE))
    assert value[0] == "school_attendance"
    assert value[1].startswith("a child of school age: absence unauthorised as a share of sessions possible")
    assert value[2:] == ("at least 15%", "at least 5%")
    assert says[1] == "says"


def test_a_dated_value_is_told_with_its_day(tmp_path: Path) -> None:
    edits = (LOWER_ATTENDANCE[0], ("at_least: 0.15", "at_least: {2008-02-01: 0.15, 2027-01-01: 0.05}"))
    assert told(ours(tmp_path, *edits))[0][3] == "at least 15% from 2008-02-01, 5% from 2027-01-01"


def test_a_new_criterion_and_one_that_is_gone(tmp_path: Path) -> None:
    folder = ours(tmp_path, *NEW_CRITERION)
    assert told(folder) == [
        (
            "emergencies",
            "criterion",
            "",
            "A member came to accident and emergency at least 2 times in the last 12 months.",
        )
    ]
    back = differences(find_programme(str(folder)), load_programme(SHIPPED))
    assert [(each.where, each.after) for each in back] == [("emergencies", "")]


def test_another_window_is_told_whole(tmp_path: Path) -> None:
    edits = (("for at least 360 days of the last 12 months", "for at least 360 days of the last 24 months"),)
    folder = ours(
        tmp_path, *edits, ("days: out_of_work_benefit\n  over: P12M", "days: out_of_work_benefit\n  over: P24M")
    )
    declared, says = told(folder)
    assert declared[:2] == ("benefit_dependency", "as declared")
    assert "24 months" in declared[3]
    assert says[1] == "says"


def test_the_framework(tmp_path: Path) -> None:
    """Entry rule, capacity, dates and what was read."""
    folder = ours(
        tmp_path,
        framework=(
            ("criteria = 3,", "criteria = 2,"),
            ("share = 0.03", "share = 0.05"),
            ("from_on = 2008-02-01", "from_on = 2010-01-01"),
            ('url = ""\nverified = true\n\n# The paper', 'url = ""\nverified = false\n\n# The paper'),
        ),
    )
    found = {what: (before, after) for _, what, before, after in told(folder)}
    assert found["in force"] == ("from 2008-02-01", "from 2010-01-01")
    assert found["capacity"] == ("3% of families", "5% of families")
    assert found["entry rule, as declared"] == (
        "(at least 3 criteria) and (at least 2 agencies)",
        "(at least 2 criteria) and (at least 2 agencies)",
    )
    assert "draft: recalled, not read" in found["source"][1]


@pytest.mark.parametrize(
    ("file", "old", "new", "what", "after"),
    [
        ("framework.toml", 'value = "5/6"', 'value = "4/6"', "condition, funded share", "Value: 2/3 share."),
        ("framework.toml", "gbp = 3200", "gbp = 3300", "payment, attachment fee", "£3300 from 2012-04-01"),
        ("framework.toml", '"school_regained", "asb_fallen", "youth_crime_fallen"', '"school_regained", "asb_fallen"',
         "result, crime asb education", "Tests: school regained, asb fallen. Pays"),
        ("framework.toml", 'pays = ["progress_to_work_result"]\n', "", "result, progress to work", "Pays: none."),
        ("framework.toml", 'where = "paragraph on funding"', 'where = "page 2"', "condition, funded share", "page 2"),
        ("framework.toml", "no filter is named.\"", "none named.\"", "entry rule, as its sources read", "none named."),
        ("framework.toml", "headings = 2\nof", "headings = 1\nof", "entry rule, as declared", "at least 1 headings"),
        ("results.yaml", "false\n  source: *tests", "true\n  source: *tests", "sources of its readings", "read for"),
        ("criteria.yaml", "referrals/115092.article", "referrals/1.article", "source", "referrals/1.article"),
    ],
)  # fmt: skip
def test_nothing_that_differs_is_passed_over(
    tmp_path: Path, file: str, old: str, new: str, what: str, after: str
) -> None:
    """Whatever is declared of payments, results, conditions and sources, each by its name."""
    folder = tmp_path / "ours"
    copy_rules("troubled_families_2012", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    if 'asb_fallen"' in new:
        tests = folder / "results.yaml"
        kept = tests.read_text(encoding="utf-8")
        start, end = kept.index("- id: youth_crime_fallen"), kept.index("- id: progress_to_work_made")
        tests.write_text(kept[:start] + kept[end:], encoding="utf-8")
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    found = differences(load_programme("troubled_families_2012"), find_programme(str(folder)))
    assert any(each.what == what and after in each.after and each.before != each.after for each in found), found


def test_tests_that_differ_in_thresholds_alone(tmp_path: Path) -> None:
    was = {each.id: each.test for each in load_programme(SHIPPED).criteria}
    now = {each.id: each.test for each in find_programme(str(ours(tmp_path, *LOWER_ATTENDANCE))).criteria}
    assert same_but_thresholds(was["school_attendance"], now["school_attendance"])
    assert not same_but_thresholds(was["school_attendance"], was["crime"])

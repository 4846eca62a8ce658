"""What sets a row aside: each rule broken once, said by sheet, row and code, and every row counted."""

from __future__ import annotations

import pytest

from tests.casework.imports import files
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.imports import actions
from thinkfamily.casework.imports.problems import WORDS
from thinkfamily.casework.plans.models import Goal

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
PLANTED = "Zzplantedname"

# By what is broken: the sheet, the place among its rows, what is put there, and the problem that is told.
BROKEN = {
    "no team": ("families", 0, {"team": ""}, "TF-IMPORT-020"),
    "no such day": ("families", 0, {"since": "31/02/2026"}, "TF-IMPORT-021"),
    "no such state": ("families", 0, {"state": PLANTED}, "TF-IMPORT-022"),
    "a case that has ended": ("families", 0, {"state": "Closed"}, "TF-IMPORT-022"),
    "a case under a duty": ("families", 0, {"state": "Under a duty"}, "TF-IMPORT-022"),
    "too long": ("people", 0, {"first_name": PLANTED * 10}, "TF-IMPORT-023"),
    "no time": ("contacts", 0, {"at": PLANTED}, "TF-IMPORT-024"),
    "no number": ("totals", 0, {"families": PLANTED}, "TF-IMPORT-025"),
    "signs of no text": ("people", 0, {"first_name": f"{PLANTED}\x7f"}, "TF-IMPORT-026"),
    "tomorrow": ("families", 0, {"since": "tomorrow"}, "TF-IMPORT-027"),
    "the same key twice": ("families", 1, {"family": "K0"}, "TF-IMPORT-030"),
    "the same person twice": ("people", 1, {"person": "K0-0"}, "TF-IMPORT-030"),
    "no such family": ("goals", 0, {"family": PLANTED}, "TF-IMPORT-031"),
    "its family is set aside": ("families", 0, {"team": PLANTED}, "TF-IMPORT-032"),
    "no such person": ("agreements", 0, {"person": PLANTED}, "TF-IMPORT-033"),
    "nobody in it": ("families", 1, {"family": PLANTED}, "TF-IMPORT-034"),
    "a part is wrong": ("people", 0, {"born": PLANTED}, "TF-IMPORT-035"),
    "nobody agreed": ("agreements", 0, {"family": "K1", "person": "K1-1"}, "TF-IMPORT-036"),
    "agreed by no state": ("families", 0, {"state": "Considered", "active_on": ""}, "TF-IMPORT-037"),
    "work without its day": ("families", 0, {"active_on": ""}, "TF-IMPORT-038"),
    "no such lead": ("families", 0, {"lead_1": f"{PLANTED}@example.org", "lead_1_role": "Lead for the adults"}, "TF-IMPORT-039"),
    "a lead without a role": ("families", 0, {"lead_1": f"{PLANTED}@example.org", "lead_1_role": ""}, "TF-IMPORT-040"),
    "no such intensity": ("families", 0, {"tier": PLANTED}, "TF-IMPORT-041"),
    "a key that leads elsewhere": ("families", 0, {"council_key": f"../{PLANTED}?a=b"}, "TF-IMPORT-042"),
    "no name": ("people", 0, {"first_name": "", "last_name": ""}, "TF-IMPORT-043"),
    "a birth that is not known": ("people", 0, {"precision": "Not known"}, "TF-IMPORT-044"),
    "an end before its beginning": ("people", 0, {"from_on": "01/02/2025", "until_on": "01/01/2025"}, "TF-IMPORT-045"),
    "a child who agrees": ("agreements", 0, {"person": "K0-2"}, "TF-IMPORT-046"),
    "asked again before": ("agreements", 0, {"review_on": "01/01/2020"}, "TF-IMPORT-047"),
    "agreed twice": ("agreements", 1, {"family": "K0", "person": "K0-0"}, "TF-IMPORT-048"),
    "work on half a goal": ("goals", 0, {"state": "Worked on now"}, "TF-IMPORT-049"),
    "nobody was seen": ("contacts", 0, {"seen": ""}, "TF-IMPORT-052"),
    "seen where nobody was in": ("contacts", 0, {"outcome": "Nobody in, or no answer"}, "TF-IMPORT-053"),
    "an hour that was skipped": ("contacts", 0, {"on": "29/03/2026", "at": "01:30"}, "TF-IMPORT-055"),
    "an hour that came twice": ("contacts", 0, {"on": "26/10/2025", "at": "01:30"}, "TF-IMPORT-055"),
    "the same total twice": ("totals", 1, {"families": "9"}, "TF-IMPORT-054"),
}  # fmt: skip


@pytest.fixture
def who():
    return files.people()


def filled():
    made = files.rows(2)
    total = {"team": "Northside", "state": "Active", "families": "2"}
    return {**made, "totals": [dict(total), {**total, "state": "Agreed"}]}


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_each_rule_is_told_where_it_is_broken_and_nothing_of_the_cell(who, what):
    sheet, at, cells, code = BROKEN[what]
    rows = filled()
    rows[sheet][at] |= cells
    if what == "tomorrow":
        rows[sheet][at]["since"] = files.day(1)
    if what == "the same total twice":
        rows[sheet][at]["state"] = "Active"
    made = actions.check(files.read(files.workbook(rows)), by=who["analyst"])
    told = {(one, number, word) for one, number, word in files.codes(made) if word == code}
    assert told, made.report["problems"]
    assert PLANTED not in repr(made.report)
    for one in made.report["sheets"]:
        assert one["read"] == one["made"] + one["there"] + one["aside"] == len(rows[one["name"]])
    # Whatever is not set aside can be brought.
    if made.report["sheets"][0]["made"]:
        actions.sign(made, by=who["manager"])
        actions.bring(files.read(files.workbook(rows)), by=who["analyst"])
        assert Family.objects.count() == made.report["sheets"][0]["made"]


def test_a_goal_of_a_family_that_does_not_take_part_is_set_aside_alone(who):
    rows = filled()
    rows["families"][0] |= {"state": "Considered", "active_on": "", "agreed_on": ""}
    del rows["agreements"][0]
    made = actions.check(files.read(files.workbook(rows)), by=who["analyst"])
    assert files.codes(made) == {("goals", 2, "TF-IMPORT-051")}
    assert files.fates(made)["families"] == (2, 2, 0, 0)


def test_no_more_goals_are_worked_on_than_the_programme_allows(who):
    rows = filled()
    goal = rows["goals"][0] | {
        "state": "Worked on now", "baseline": "Now", "measure": "How", "target_on": files.day(60),
        "owner": who["lead"].email,
    }  # fmt: skip
    rows["goals"] = [dict(goal) for _ in range(9)]
    made = actions.check(files.read(files.workbook(rows)), by=who["analyst"])
    most = 9 - sum(code == "TF-IMPORT-050" for _, _, code in files.codes(made))
    assert 0 < most < 9
    files.brought(files.workbook(rows), who)
    assert Goal.objects.filter(state="in_progress", audience="team", owner=who["lead"]).count() == most


def test_every_rule_has_its_words_and_is_tested():
    tested = {code for _, _, _, code in BROKEN.values()} | {"TF-IMPORT-050", "TF-IMPORT-051", "TF-IMPORT-060"}
    assert tested == set(WORDS)


def test_what_is_wrong_of_itself_is_told_before_the_rows_that_are_set_aside_with_it(monkeypatch):
    monkeypatch.setattr("thinkfamily.casework.imports.plan.MOST_SHOWN", 2)
    who, filled = files.people(), files.rows(3)
    filled["families"][0]["state"] = PLANTED
    filled["people"][11]["born"] = PLANTED
    made = actions.check(files.read(files.workbook(filled)), by=who["analyst"])
    assert [(sheet, code) for sheet, _row, _column, code in made.report["problems"]] == [
        ("families", "TF-IMPORT-022"),
        ("people", "TF-IMPORT-021"),
    ]
    assert made.report["more"] > 2

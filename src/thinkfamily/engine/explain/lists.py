"""What every programme of the run says of the family, whether it is among the costliest, and whether it came or left."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.explain.account import Rows, Section, Words
from thinkfamily.engine.explain.subject import Subject
from thinkfamily.engine.page import day, number
from thinkfamily.programmes.folder import programme_of

MONTHS = 12


def lists(family: Subject) -> Section:
    """One part on cost alone, one row per programme, what the others than the first count, and when the family came or left."""
    judged = family.rows("eligibility")
    named = [str(name) for name in family.run.facts["programmes"]]
    rows = []
    for name in named:
        programme = programme_of(family.run.facts, name)
        rows += [
            [
                programme.title,
                programme.entry.says + (" (Draft: recalled, not read.)" if programme.entry.is_draft else ""),
                "met" if held["is_eligible"] else "not met",
                number(held["criteria_met"], "criterion", "criteria"),
                number(held["agencies_met"], "agency", "agencies"),
            ]
            for held in judged.filter(programme=name).iter_rows(named=True)
        ]
    parts: list[Words | Rows] = [
        Words(_by_cost(family, bool(judged["is_costliest"].any()))),
        Rows(
            "The entry rule of each programme of the run", ["Programme", "Asks for", "It is", "Met", "Shown by"], rows
        ),
    ]
    others = [row for name in named[1:] for row in _met(family, name)]
    if others:
        parts.append(Rows("What the other programmes count", ["Programme", "Criterion", "Who", "Why"], others))
    return Section("By every list", (*parts, *(Words(text) for text in _moves(family))))


def _by_cost(family: Subject, is_costliest: bool) -> str:
    many = family.notes("cohort")["costliest"]
    months = family.place["months_observed"]
    if months < MONTHS:
        return (
            f"Too new to judge by cost: observed for {number(months, 'month')} of {MONTHS}. It is set beside no other family by "
            "what services spent."
        )
    among = "Among" if is_costliest else "Not among"
    return (
        f"{among} the {number(many, 'family', 'families')} on whom public services spend most, transfers left out, whatever "
        "they meet. That is what agencies did, and says nothing of how the family fares."
    )


def _met(family: Subject, name: str) -> list[list[object]]:
    """The criteria of another programme that the family meets, in the programme's order."""
    programme = programme_of(family.run.facts, name)
    held = family.rows("indicator").filter(pl.col("programme") == name, pl.col("answer") == "yes")
    return [
        [programme.title, criterion.stated, family.who(row["person_id"]), row["reason"]]
        for criterion in programme.criteria
        for row in held.filter(criterion=criterion.id)
        .sort("person_id", "reason", nulls_last=True)
        .iter_rows(named=True)
    ]


def _moves(family: Subject) -> list[str]:
    moved = family.rows("family_move")
    if moved.is_empty():
        return []
    row = moved.row(0, named=True)
    told = []
    if row["arrived_on"]:
        told.append(f"It came into the area on {day(row['arrived_on'])}, by the addresses that agencies hold.")
    if row["left_on"]:
        told.append(
            f"It seems to have left the area on {day(row['left_on'])}: the addresses that agencies hold give no home in it since. "
            "Find out before anybody calls."
        )
    return told

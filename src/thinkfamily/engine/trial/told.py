"""A trial in tables: how many families are counted differently, by criterion, on the list and by group. Nobody is named.

Counts of families from 1 to 4 are hidden, and so is whatever would give one away.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from thinkfamily.engine.explain.account import Rows
from thinkfamily.engine.page import day, number
from thinkfamily.engine.report.small_numbers import COVER, SMALLEST, Figure, count, parts
from thinkfamily.engine.report.wording import plain
from thinkfamily.engine.trial.groups import ETHNIC, YOUNGEST
from thinkfamily.engine.trial.tried import Trial

BY_GROUP = ("newly_met", "no_longer_met", "newly_proposed", "no_longer_proposed")
MOVED = ("Before", "After", "Newly", "No longer")


def tables(trial: Trial, groups: pl.DataFrame) -> list[Rows]:
    """What a trial found, as tables.

    Args:
        trial: what was found.
        groups: one row per family and its groups, as ``groups.groups`` gives them.
    """
    of = f"of {number(trial.families.height, 'family', 'families')} with a child or an expected child, at {day(trial.as_at)}"
    return [
        _criteria(trial, of),
        Rows(f"Families on the list, {of}", ["", *MOVED], _lists(trial)),
        *(
            _by_group(trial, groups, name, title, order, of)
            for name, title, order in (
                ("area", "Area", None),
                ("youngest", "Youngest child", YOUNGEST),
                ("ethnic", "Ethnic group", ETHNIC),
            )
        ),
    ]


def _criteria(trial: Trial, of: str) -> Rows:
    rows = []
    for criterion in trial.changed:
        held = trial.answers.filter(criterion=criterion)
        met, was = held["after"] == "yes", held["before"] == "yes"
        shown = moved(int(was.sum()), int((met & ~was).sum()), int((was & ~met).sum()))
        unknown = [held[name] == "unknown" for name in ("before", "after")]
        newly, gone = ((one & ~other).sum() for one, other in (unknown[::-1], unknown))
        rows.append([plain(criterion), *shown, *moved(int(unknown[0].sum()), int(newly), int(gone))[:2]])
    return Rows(
        f"Families that meet each criterion that differs, {of}",
        ["Criterion", *MOVED, "Unknown before", "Unknown after"],
        rows,
    )


def _lists(trial: Trial) -> list[list[object]]:
    rows: list[list[object]] = []
    for title, was, now in (
        ("Meet the entry rule", "was_eligible", "is_eligible"),
        ("Proposed", "was_listed", "is_listed"),
    ):
        before, after = trial.families[was], trial.families[now]
        rows.append([title, *moved(int(before.sum()), int((after & ~before).sum()), int((before & ~after).sum()))])
    return rows


def moved(before: int, newly: int, gone: int) -> list[int | Figure]:
    """Before, after, newly and no longer, as shown: a hidden change cannot be worked out from the two totals."""
    after: int | Figure = count(before + newly - gone)
    if 0 < newly < SMALLEST or 0 < gone < SMALLEST:
        after = COVER
    return [count(before), after, count(newly), count(gone)]


def _by_group(trial: Trial, groups: pl.DataFrame, name: str, title: str, order: Sequence[str] | None, of: str) -> Rows:
    """Families newly and no longer met or proposed, beside all of the group."""
    held = dict(groups.group_by(name).agg(pl.len()).rows())
    named = [each for each in order if each in held] if order else sorted(held)
    everyone = [int(held[each]) for each in named]
    columns = []
    for change in BY_GROUP:
        changed = trial.changes.filter(change=change).select("family_id").unique().join(groups, on="family_id")
        counted = dict(changed.group_by(name).agg(pl.len()).rows())
        columns.append(parts([int(counted.get(each, 0)) for each in named], everyone))
    shown = [parts(everyone), *columns]
    return Rows(
        f"{title}: families counted differently, {of}",
        [title, "All families", "Newly met", "No longer met", "Newly proposed", "No longer proposed"],
        [[each, *(column[at] for column in shown)] for at, each in enumerate(named)],
    )


def nothing_changes(trial: Trial) -> bool:
    """Whether no family would be counted differently, nor any answer become or stop being unknown."""
    return trial.changes.is_empty() and trial.answers.filter(pl.col("before") != pl.col("after")).is_empty()

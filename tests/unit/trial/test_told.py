"""What a trial shows: changes of 1 to 4 families cannot be read off, nor worked out from before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from thinkfamily.engine.report.small_numbers import Figure
from thinkfamily.engine.trial.told import moved, nothing_changes, tables
from thinkfamily.engine.trial.tried import Trial
from thinkfamily.programmes.framework import load_programme

BASE = load_programme("westminster_3_percent")


@pytest.mark.parametrize(
    ("before", "newly", "gone", "shown"),
    [
        (100, 20, 10, ["100", "110", "20", "10"]),
        (100, 0, 0, ["100", "100", "0", "0"]),
        (100, 3, 0, ["100", "hidden", "fewer than 5", "0"]),
        (100, 20, 4, ["100", "hidden", "20", "fewer than 5"]),
        (3, 20, 0, ["fewer than 5", "23", "20", "0"]),
    ],
)
def test_a_small_change_is_hidden_with_the_total_that_would_tell_it(
    before: int, newly: int, gone: int, shown: list[str]
) -> None:
    assert [str(each) for each in moved(before, newly, gone)] == shown


def trial(**changed: int) -> tuple[Trial, pl.DataFrame]:
    """A hundred families, of which some are counted differently, all of one area but the last ten."""
    ids = [f"F{at:03d}" for at in range(100)]
    newly = changed.get("newly", 0)
    answers = pl.DataFrame(
        [(each, "crime", "no", "yes") for each in ids[:newly]],
        schema=dict.fromkeys(("family_id", "criterion", "before", "after"), pl.String),
        orient="row",
    )
    families = pl.DataFrame({"family_id": ids}).with_columns(
        area=pl.lit("W01"),
        was_eligible=pl.lit(False),
        is_eligible=pl.col("family_id").is_in(ids[: changed.get("eligible", 0)]),
        was_listed=pl.lit(False),
        is_listed=pl.lit(False),
    )
    groups = families.select(
        "family_id",
        area=pl.when(pl.col("family_id") >= "F090").then(pl.lit("W02")).otherwise(pl.lit("W01")),
        youngest=pl.lit("Under 5"),
        ethnic=pl.lit("Not known"),
    )
    return Trial(BASE, BASE, date(2026, 9, 30), ("crime",), answers, families, ()), groups


def test_counts_by_group_stand_beside_all_of_the_group() -> None:
    found, groups = trial(newly=30, eligible=12)
    criteria, lists, areas, *_ = tables(found, groups)
    assert [str(each) for each in criteria.rows[0]] == ["Crime", "0", "30", "30", "0", "0", "0"]
    assert [str(each) for each in lists.rows[0]] == ["Meet the entry rule", "0", "12", "12", "0"]
    assert [str(each) for each in areas.rows[0]] == ["W01", "90", "30", "0", "0", "0"]
    assert [str(each) for each in areas.rows[1]] == ["W02", "10", "0", "0", "0", "0"]
    assert "of 100 families" in areas.caption


def test_no_small_count_is_shown_anywhere() -> None:
    found, groups = trial(newly=3)
    for table in tables(found, groups):
        for row in table.rows:
            assert not [
                each for each in row[1:] if isinstance(each, int) and not isinstance(each, Figure) and 0 < each < 5
            ]
    assert found.changes.rows() == [(f"F00{at}", "newly_met", "crime") for at in range(3)]


def test_what_is_no_longer_unknown_is_no_small_count_either() -> None:
    found, groups = trial(newly=10)
    ids = found.families["family_id"]
    answers = found.answers.with_columns(
        before=pl.when(pl.col("family_id").is_in(ids[:3])).then(pl.lit("unknown")).otherwise("before")
    )
    more = pl.DataFrame({"family_id": ids[20:40], "criterion": "crime", "before": "unknown", "after": "unknown"})
    criteria, *_ = tables(replace(found, answers=pl.concat([answers, more])), groups)
    assert [str(each) for each in criteria.rows[0]] == ["Crime", "0", "10", "10", "0", "23", "hidden"]


def test_nothing_changes_only_when_no_answer_does() -> None:
    assert nothing_changes(trial()[0])
    assert not nothing_changes(trial(newly=1)[0])

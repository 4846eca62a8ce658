"""A run that begins from the one before equals a full run, but for the names of people and families; and it keeps those.

Each night some records, events and relationships come, change and go. ``THINKFAMILY_NIGHTS=20`` goes through that many.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from thinkfamily.engine.pipeline import RUN_TABLES, identify
from thinkfamily.engine.run_folder import Run
from thinkfamily.engine.stage import Settings
from thinkfamily.synthetic.borough import write_borough
from thinkfamily.synthetic.night import pass_night
from thinkfamily.tables.kept import KEPT

AS_AT = date(2026, 9, 30)
NIGHTS = int(os.environ.get("THINKFAMILY_NIGHTS", "3"))
IDS = ("person_id", "person_id_l", "person_id_r", "family_id")


def run(extracts: Path, out: Path, as_at: date, *, model: Path | None = None, previous: Path | None = None) -> Run:
    return identify(Settings(extracts, as_at, model=model, previous=previous), out, command="test")


def renamed(table: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """A table with other ids, in the order of all it holds."""
    columns = [pl.col(name).replace(names) for name in IDS if name in table.columns]
    table = table.with_columns(columns)
    return table.sort(pl.all(), nulls_last=True)


def names_between(one: Run, other: Run) -> dict[str, str]:
    """From the ids of one run to those of another, by the records and members behind them.

    Fails unless the two runs group the same records into people, and the same people into families.
    """
    people = (
        one.table("record_person")
        .join(other.table("record_person"), on=["feed", "record_id"], how="full", suffix="_other")
        .select("person_id", "person_id_other")
        .unique()
        .collect()
    )
    assert people.null_count().sum_horizontal().item() == 0
    assert people["person_id"].is_unique().all()
    assert people["person_id_other"].is_unique().all()
    names = dict(people.iter_rows())

    def families(run: Run, names: dict[str, str]) -> dict[tuple[str, ...], str]:
        members = run.table("family_member").collect()
        members = members.with_columns(pl.col("person_id").replace(names)).sort(pl.all())
        grouped = members.group_by("family_id").agg(pl.concat_str("person_id", "role", "residence").sort())
        found = {tuple(who): family for family, who in grouped.iter_rows()}
        assert len(found) == grouped.height, "two families of the same people"
        return found

    ours, theirs = families(one, names), families(other, {})
    assert ours.keys() == theirs.keys()
    return names | {ours[who]: theirs[who] for who in ours}


def assert_equal(one: Run, other: Run) -> None:
    names = names_between(one, other)
    for name in [*RUN_TABLES, *KEPT]:
        ours, theirs = renamed(one.table(name).collect(), names), renamed(other.table(name).collect(), {})
        # A restricted home is named for the person.
        if name == "household":
            hide = pl.when(kind="restricted").then(pl.lit("restricted")).otherwise("property_id").alias("property_id")
            ours, theirs = (table.with_columns(hide).sort(pl.all()) for table in (ours, theirs))
        assert ours.equals(theirs), name
    facts, others = (json.loads((each.folder / "run.json").read_text("utf-8")) for each in (one, other))
    del facts["previous"]
    assert facts == others
    assert (one.folder / "model.json").read_bytes() == (other.folder / "model.json").read_bytes()


def untouched(run: Run, before: Run) -> Iterator[tuple[str, str]]:
    """Ids on both nights of the people whose records are the same on both."""
    sides = []
    for each in (run, before):
        records = each.table("record_person").sort("feed", "record_id").collect()
        grouped = records.group_by("person_id").agg(pl.concat_str("feed", "record_id", separator="/").sort())
        sides.append({tuple(held): person for person, held in grouped.iter_rows()})
    now, then = sides
    return ((now[held], then[held]) for held in now.keys() & then.keys())


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nightly")
    write_borough(folder / "borough", families=110, seed=4, as_at=AS_AT)
    return folder


@pytest.fixture(scope="module")
def first(borough: Path) -> Run:
    return run(borough / "borough" / "extracts", borough / "run-0", AS_AT)


@pytest.mark.parametrize("days", [0, 1], ids=["on the same date", "a day later each time"])
def test_night_after_night_equals_a_full_run(borough: Path, first: Run, tmp_path: Path, days: int) -> None:
    extracts, previous = borough / "borough" / "extracts", first
    for night in range(1, NIGHTS + 1):
        as_at = AS_AT + timedelta(days=days * night)
        now = tmp_path / f"extracts-{night}"
        counts = pass_night(extracts, now, share=0.01 * 3 ** (night % 3), seed=night, days=days)
        assert min(counts.values()) > 0
        made = run(now, tmp_path / f"run-{night}", as_at, previous=previous.folder)
        full = run(now, tmp_path / f"full-{night}", as_at, model=first.folder)
        assert_equal(made, full)
        assert all(one == other for one, other in untouched(made, previous))
        extracts, previous = now, made


def test_nothing_new_changes_nothing(borough: Path, first: Run, tmp_path: Path) -> None:
    again = run(borough / "borough" / "extracts", tmp_path / "run", AS_AT, previous=first.folder)
    for name in [*RUN_TABLES, *KEPT]:
        assert (again.folder / f"{name}.parquet").read_bytes() == (first.folder / f"{name}.parquet").read_bytes(), name
    assert again.table("id_change").collect().is_empty()

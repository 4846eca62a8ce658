"""A million records, of which one in a hundred changed: the run that begins from the night before, beside the cold one.

    python benchmarks/nightly.py [--families 34000] [--seed 5] [--share 0.01] [--days 0] [--folder DISK]

Every feed delivers all of it again; of its records a third of the share has left, a third has changed, and as many have come.
With ``--days 1`` every extract, and the date that all is judged on, is a day later. Prints CPU by stage and their ratio; how
many ids of untouched people were kept; whether the run equals a full one with the same model, but for the names of people and
families; and beside the ratio what a night takes however little has changed. The exit code is 1 when an id was lost, the two
differ, or the ratio is over the aim of a tenth, which decision 0053 says is not pursued.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from identify import COMMAND, measure
from nightly_floor import floor
from thinkfamily.engine.pipeline import RUN_TABLES
from thinkfamily.synthetic.night import pass_night
from thinkfamily.tables.kept import KEPT

AS_AT = date(2026, 9, 30)
MOST_OF_COLD = 0.10
PERSONS, FAMILIES = ("person_id", "person_id_l", "person_id_r"), ("family_id",)


def identify(extracts: Path, run: Path, as_at: date, *more: str) -> float:
    """CPU seconds of one run, from starting Python to the written folder."""
    cpu, _ = measure([*COMMAND, "identify", str(extracts), "--as-at", str(as_at), "--out", str(run), "--quiet", *more])
    return cpu


def by_stage(run: Path, total: float) -> dict[str, float]:
    """CPU seconds of each stage, as the run has logged them, and of all that lies between."""
    found = re.findall(r"\t(\w+): [\d.]+ s, ([\d.]+) CPU s$", (run / "run.log").read_text("utf-8"), re.M)
    stages = {name: float(cpu) for name, cpu in found}
    return {**stages, "the rest": total - sum(stages.values())}


def table(run: Path, name: str) -> pl.DataFrame:
    """One table of a run."""
    return pl.read_parquet(run / f"{name}.parquet")


def people_by_records(run: Path) -> pl.DataFrame:
    """One row per person: the records of it, as one text."""
    records = table(run, "record_person").select("person_id", part=pl.concat_str("feed", "record_id", separator="/"))
    return records.group_by("person_id").agg(pl.col("part").sort().str.join(" "))


def untouched(run: Path, before: Path) -> tuple[int, int]:
    """How many people hold the same records on both nights, and how many of them have kept their id."""
    both = people_by_records(run).join(people_by_records(before), on="part", suffix="_before")
    return both.height, both.filter(pl.col("person_id") == pl.col("person_id_before")).height


def renamed(rows: pl.DataFrame, names: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Rows with other ids, in the order of all that they hold."""
    for column in rows.columns:
        kind = "person" if column in PERSONS else "family" if column in FAMILIES else None
        if kind in names:
            joined = rows.join(names[kind], left_on=column, right_on="ours", how="left", maintain_order="left")
            rows = joined.with_columns(pl.col("theirs").alias(column)).drop("theirs")
    return rows.sort(pl.all(), nulls_last=True)


def differing(run: Path, full: Path) -> list[str]:
    """The tables in which two runs differ, when the ids of the one are given to the other's people and families."""
    people = people_by_records(run).join(people_by_records(full), on="part", how="full", suffix="_full")
    if people.null_count().sum_horizontal().item():
        return ["record_person"]
    names = {"person": people.select(ours="person_id", theirs="person_id_full")}
    living = pl.col("residence") != "elsewhere"
    grouped = [
        renamed(table(each, "family_member").filter(living), of)
        .group_by("family_id")
        .agg(pl.concat_str("person_id", "role", "residence").sort().str.join(" ").alias("who"))
        for each, of in ((run, names), (full, {}))
    ]
    families = grouped[0].join(grouped[1], on="who", how="full", suffix="_full")
    if families.null_count().sum_horizontal().item():
        return ["family_member"]
    names["family"] = families.select(ours="family_id", theirs="family_id_full")
    return [
        name
        for name in (*RUN_TABLES, *KEPT)
        if not renamed(_hidden(name, table(run, name)), names).equals(renamed(_hidden(name, table(full, name)), {}))
    ]


def _hidden(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """A restricted home is named for the person: it is another where the person is."""
    if name != "household":
        return rows
    return rows.with_columns(property_id=pl.when(pl.col("kind") != "restricted").then("property_id"))


def main() -> int:
    """Make a borough and the next night's, run both, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=34_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.01, help="of each feed's records that are touched")
    parser.add_argument("--days", type=int, default=0, help="by how many days the second run is later")
    parser.add_argument("--folder", type=Path, help="where to keep them meanwhile, if not in the temporary folder")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=wanted.folder) as name:
        folder = Path(name)
        synth = ["synth", str(folder / "borough"), "--families", str(wanted.families), "--seed", str(wanted.seed)]
        measure([*COMMAND, *synth, "--quiet"])
        counts = pass_night(
            folder / "borough" / "extracts", folder / "night", share=wanted.share, seed=wanted.seed, days=wanted.days
        )
        print(", ".join(f"{name} {count:,}" for name, count in counts.items()), flush=True)
        before, run, full = folder / "before", folder / "run", folder / "full"
        later = AS_AT + timedelta(days=wanted.days)
        cold = identify(folder / "borough" / "extracts", before, AS_AT)
        night = identify(folder / "night", run, later, "--previous", str(before))
        identify(folder / "night", full, later, "--model", str(before))
        stages = by_stage(before, cold)
        of_night = by_stage(run, night)
        for stage, cpu in stages.items():
            print(
                f"{stage:10} {cpu:7.1f} CPU s cold, {of_night[stage]:7.1f} at night ({of_night[stage] / cold:.2f} of all)"
            )
        people, kept = untouched(run, before)
        unlike = differing(run, full)
        least = floor(folder / "borough" / "extracts", folder / "night", before, run, folder)
    print(f"CPU      {night / cold:.2f} of the cold run: {night:.0f} of {cold:.0f} s (at most {MOST_OF_COLD:.2f})")
    for part, cpu in least.items():
        print(f"least    {cpu / cold:.3f} of the cold run ({cpu:.1f} s) {part}")
    print(f"least    {sum(least.values()) / cold:.2f} together, if a night were told whom it concerns (decision 0053)")
    print(f"ids      {kept:,} of {people:,} untouched people have kept theirs (all)")
    print(f"equality {unlike or 'but for names, all tables are those of a full run'}")
    return 0 if night <= cold * MOST_OF_COLD and kept == people and not unlike else 1


if __name__ == "__main__":
    sys.exit(main())

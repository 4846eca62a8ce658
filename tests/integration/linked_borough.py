"""Invented boroughs, linked: made once for all tests that judge the linkage, also when several processes share the work."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import polars as pl

from thinkfamily.engine import intake, linkage
from thinkfamily.engine.quality.people import Share, f1, pair_quality
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.synthetic.borough import write_borough

AS_AT = date(2026, 9, 30)
FAMILIES = 1200
PEER = Path(__file__).parents[2] / "benchmarks" / "plain_splink.py"

KEPT = {
    "record": "from record",
    "place": "select r.feed, r.record_id, p.* from record_place p join record r using (record_no)",
    "linked": "from record_person",
    "link": "from link",
}


@dataclass
class Borough:
    """Several boroughs as one, each person's and record's number marked with its seed.

    ``linked`` has one row per accepted record: ``person_id`` ours, ``person`` the true one; ``peer`` the same from plain
    Splink. ``people`` (with ``cases``), ``members`` and ``homes`` are the truth; ``held`` what agencies wrote in a record,
    before intake.
    """

    linked: pl.DataFrame
    peer: pl.DataFrame
    record: pl.DataFrame
    held: pl.DataFrame
    place: pl.DataFrame
    link: pl.DataFrame
    people: pl.DataFrame
    members: pl.DataFrame
    homes: pl.DataFrame

    def of(self, case: str) -> pl.Series:
        """The true people of a hard case."""
        return self.people.filter(pl.col("cases").list.contains(case))["person"]

    def home_mates(self) -> pl.DataFrame:
        """One row per two people of one family or one household: ``person``, ``other``."""
        together = [
            group.join(group.rename({"person": "other"}), on="key")
            for group in (
                self.members.select("person", key="family").unique(),
                self.homes.select("person", key="household").unique(),
            )
        ]
        return pl.concat(together).filter(pl.col("person") != pl.col("other")).select("person", "other").unique()

    def mixed(self) -> pl.DataFrame:
        """One row per two true people who share one of our people: ``person``, ``other``."""
        within = self.linked.select("person_id", "person").unique()
        both = within.join(within.rename({"person": "other"}), on="person_id").filter(
            pl.col("person") != pl.col("other")
        )
        return both.select("person", "other").unique()

    def mixed_share(self, who: pl.Series, rivals: pl.DataFrame) -> Share:
        """People of ``who`` mixed with someone they may be confused with, of those who have such a person."""
        of = rivals.filter(pl.col("person").is_in(who.implode()))
        return Share(self.mixed().join(of, on=["person", "other"])["person"].n_unique(), of["person"].n_unique())

    def recall(self, who: pl.Series) -> float:
        """Pair recall of the records of some people."""
        found = pair_quality(self.linked.filter(pl.col("person").is_in(who.implode())))["recall"]
        assert found.whole >= 20, "too few pairs to say anything"
        return found.value or 0.0

    def recall_of(self, records: pl.DataFrame) -> float:
        """Recall of the pairs between some records (feed, record_id) and the other records of their people."""
        own = self.linked.join(records.select("feed", "record_id").unique(), on=["feed", "record_id"])
        pairs = own.join(self.linked, on="person", suffix="_r").filter(
            (pl.col("feed") != pl.col("feed_r")) | (pl.col("record_id") != pl.col("record_id_r"))
        )
        assert pairs.height >= 20, "too few pairs to say anything"
        return float(pairs.select((pl.col("person_id") == pl.col("person_id_r")).mean()).item())


def pair_f1(linked: pl.DataFrame) -> float:
    """F1 of pairs of records."""
    pairs = pair_quality(linked)
    return f1(pairs["precision"].value, pairs["recall"].value) or 0.0


def linked_boroughs(shared: Path, seeds: tuple[int, ...]) -> Borough:
    """Make the boroughs, or read what another process of this test run has made.

    Args:
        shared: a folder that all processes of the test run see.
        seeds: of the boroughs.
    """
    folder = shared / "linked_boroughs"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for seed in seeds:
            if not (folder / str(seed) / "made").exists():
                _make(folder / str(seed), seed)
    return _read(folder, seeds)


def _make(folder: Path, seed: int) -> None:
    write_borough(folder, families=FAMILIES, seed=seed, as_at=AS_AT)
    peer = subprocess.Popen(
        [sys.executable, str(PEER), str(folder / "extracts"), "--labels", str(folder / "peer.parquet")],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    store = Store(threads=1)
    try:
        settings = Settings(folder / "extracts", AS_AT)
        intake.STAGE.run(store, settings)
        linkage.STAGE.run(store, settings)
        for name, sql in KEPT.items():
            store.export(sql, folder / f"{name}.parquet")
    finally:
        store.close()
        assert peer.wait() == 0
    (folder / "made").touch()


def _read(folder: Path, seeds: tuple[int, ...]) -> Borough:
    parts = [_one(folder / str(seed), seed) for seed in seeds]
    return Borough(*(pl.concat(getattr(part, each.name) for part in parts) for each in fields(Borough)))


def _one(folder: Path, seed: int) -> Borough:
    def marked(frame: pl.DataFrame) -> pl.DataFrame:
        own = [
            name
            for name in frame.columns
            if name.startswith(("record_id", "person", "household")) or name in ("family", "uprn")
        ]
        return frame.with_columns(pl.format("{}:{}", pl.lit(seed), pl.col(name)).alias(name) for name in own)

    def truth(name: str) -> pl.DataFrame:
        return marked(pl.read_csv(folder / "truth" / f"{name}.csv", infer_schema=False))

    def made(name: str) -> pl.DataFrame:
        return marked(pl.read_parquet(folder / f"{name}.parquet"))

    held = pl.concat(
        (
            pl.read_csv(file, infer_schema=False).with_columns(feed=pl.lit(file.parent.name))
            for file in sorted((folder / "extracts").glob("*/people.csv"))
        ),
        how="diagonal",
    )
    whose = truth("record_person")
    return Borough(
        linked=made("linked").join(whose, on=["feed", "record_id"]),
        peer=made("peer").join(whose, on=["feed", "record_id"]),
        record=made("record").join(whose, on=["feed", "record_id"]),
        held=marked(held),
        place=made("place"),
        link=made("link"),
        people=truth("person").with_columns(
            pl.col("date_of_birth").str.to_date(), cases=pl.col("case").fill_null("").str.split(";")
        ),
        members=truth("family_member"),
        homes=truth("household"),
    )

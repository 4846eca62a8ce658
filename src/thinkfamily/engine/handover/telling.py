"""What may be told of some families: their rows of the run, from the feeds that may be used, and of nobody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from thinkfamily.engine.run_folder import Run
from thinkfamily.programmes.folder import programme_of
from thinkfamily.programmes.framework import Programme


@dataclass(frozen=True)
class Telling:
    """Rows by family_id and person_id.

    Args:
        as_at: the date on which everything is judged.
        programme: the one that made the list.
        feeds: rows of run.json's feeds: all of them, whether used or not.
        used: names of the feeds whose data may be told.
        families: `handover_family`.
        members: one row per family and member; periods are those of the member now.
        records, events, ties: what the run kept, from the feeds used.
        indicators, evidence, costs: rows of the run, of the programme and the families; not yet limited to the feeds used.
    """

    as_at: date
    programme: Programme
    feeds: pl.DataFrame
    used: frozenset[str]
    families: pl.DataFrame
    members: pl.DataFrame
    records: pl.DataFrame
    events: pl.DataFrame
    ties: pl.DataFrame
    indicators: pl.DataFrame
    evidence: pl.DataFrame
    costs: pl.DataFrame

    @property
    def covers_all(self) -> bool:
        """Whether every feed of the run may be used."""
        return self.used == frozenset(self.feeds["feed"])

    @cached_property
    def restricted(self) -> frozenset[str]:
        """Persons whose address or identity is restricted."""
        return frozenset(self.records.filter("is_restricted")["person_id"])

    @property
    def counted(self) -> pl.DataFrame:
        """One row per family and member whose events count for it: with_children or away, on the as-at date."""
        now = (pl.col("from_on").is_null() | (pl.col("from_on") <= self.as_at)) & (
            pl.col("until_on").is_null() | (pl.col("until_on") > self.as_at)
        )
        return self.members.filter(now & (pl.col("residence") != "elsewhere")).select("family_id", "person_id")


def gather(run: Run, families: Collection[str], *, for_casework: bool) -> Telling:
    """Read what may be told of some families.

    Args:
        run: the run.
        families: their ids.
        for_casework: whether only feeds that cover casework may be used.
    """
    chosen = pl.Series(sorted(families), dtype=pl.String)
    feeds = _feeds(run.facts["feeds"])
    used = frozenset(feeds.filter("covers_casework" if for_casework else True)["feed"])
    programme = programme_of(run.facts, run.facts["programmes"][0])

    def rows(name: str) -> pl.DataFrame:
        return run.table(name).filter(pl.col("family_id").is_in(chosen.implode())).collect()

    members = rows("family_member").unique(["family_id", "person_id"], keep="last", maintain_order=True)
    people = members["person_id"].unique()

    def kept(name: str, person: str = "person_id") -> pl.DataFrame:
        of_them = pl.col(person).is_in(people.implode()) & pl.col("feed").is_in(sorted(used))
        return run.table(name).filter(of_them).collect()

    return Telling(
        as_at=date.fromisoformat(run.facts["as_at"]),
        programme=programme,
        feeds=feeds,
        used=used,
        families=rows("handover_family"),
        members=members,
        records=kept("handover_record"),
        events=kept("handover_event"),
        ties=kept("handover_tie", "person_id_l"),
        indicators=rows("indicator").filter(programme=programme.name),
        evidence=rows("evidence").filter(programme=programme.name),
        costs=rows("cost_line"),
    )


def _feeds(facts: list[dict[str, Any]]) -> pl.DataFrame:
    """One row per feed of run.json."""
    days = ("extract_on", "covers_from", "covers_until", "expires_on")
    told = [{**each, **{name: each[name] and date.fromisoformat(str(each[name])) for name in days}} for each in facts]
    return pl.DataFrame(told, schema_overrides=dict.fromkeys(days, pl.Date)).sort("feed")

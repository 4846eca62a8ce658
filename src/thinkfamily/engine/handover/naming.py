"""Giving handles: the same ones to those who had them, new ones by chance to the rest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import polars as pl

from thinkfamily.engine.handles import settle
from thinkfamily.engine.run_folder import Run
from thinkfamily.tables.kept import Handle

_PART = pl.concat_str("feed", "record_id", separator="/").alias("part")


@dataclass(frozen=True)
class Named:
    """Handles of one series.

    Args:
        persons: handle by person_id.
        families: handle by family_id.
        rows: the whole table of handles, those of earlier handovers and other series too.
    """

    persons: dict[str, str]
    families: dict[str, str]
    rows: pl.DataFrame


def known_families(run: Run, earlier: pl.DataFrame) -> pl.DataFrame:
    """One row per series and family's handle that this run knows again: series, handle, family_id."""
    persons, _ = _known_persons(run, earlier)
    return _known_families(run, earlier, persons)


def name(run: Run, members: pl.DataFrame, series: str, earlier: pl.DataFrame) -> Named:
    """Give a handle to each member and family of a packet.

    Args:
        run: the run.
        members: family_id, person_id and role of everybody in the packet.
        series: the packet series.
        earlier: the table of handles so far.
    """
    own = earlier.filter(series=series)
    known, here = _known_persons(run, own)
    settled = dict(known.select("person_id", "handle").iter_rows())
    persons = {each: settled.get(each) or secrets.token_hex(16) for each in members["person_id"].unique().sort()}
    again = dict(_known_families(run, own, known).select("family_id", "handle").iter_rows())
    families = {each: again.get(each) or secrets.token_hex(16) for each in members["family_id"].unique().sort()}
    rows = pl.concat(
        [
            earlier.filter(pl.col("series") != series),
            _person_rows(own, here, persons, series),
            _family_rows(own, members, persons, families, series),
        ]
    )
    return Named(persons, families, rows)


def _known_persons(run: Run, earlier: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who has a handle now (series, handle, person_id); and every record of the run (feed, record_id, person_id, part)."""
    here = run.table("record_person").select("feed", "record_id", "person_id", _PART).collect()
    anchors = earlier.filter(kind="person").select("series", "handle", _PART, is_child=pl.lit(False))
    settled = settle(anchors, here.select("part", group="person_id"))
    return settled.rename({"group": "person_id"}), here


def _known_families(run: Run, earlier: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    anchors = (
        earlier.filter(kind="family")
        .join(persons.select("series", part="person_id", member="handle"), on=["series", "member"])
        .select("series", "handle", "is_child", "part")
    )
    living = run.table("family_member").filter(pl.col("residence") != "elsewhere").collect()
    settled = settle(anchors, living.select(part="person_id", group="family_id"))
    return settled.rename({"group": "family_id"})


def _person_rows(own: pl.DataFrame, here: pl.DataFrame, persons: dict[str, str], series: str) -> pl.DataFrame:
    """One row per handle and record. A record belongs to one handle, else a decision to part two could not be undone."""
    before = own.filter(kind="person").with_columns(_PART)
    now = here.join(
        pl.DataFrame(
            {"person_id": list(persons), "handle": list(persons.values())}, schema=["person_id", "handle"]
        ).cast(pl.String),
        on="person_id",
    )
    claimed = before.select("part", claimed_by="handle")
    mine = now.join(claimed, on="part", how="left").filter(
        pl.col("claimed_by").is_null() | (pl.col("claimed_by") == pl.col("handle"))
    )
    # Records of a handle that this packet names again are those of now, and those that are in no extract any more.
    gone = before.join(here.select("part"), on="part", how="anti")
    others = before.filter(~pl.col("handle").is_in(list(persons.values())))
    fresh = mine.select("handle", "person_id", "feed", "record_id")
    kept = pl.concat([gone, others]).select("handle", "person_id", "feed", "record_id")
    rows = pl.concat([fresh, kept]).unique(["handle", "feed", "record_id"], keep="first", maintain_order=True)
    return _shaped(rows.with_columns(kind=pl.lit("person"), series=pl.lit(series)))


def _family_rows(
    own: pl.DataFrame, members: pl.DataFrame, persons: dict[str, str], families: dict[str, str], series: str
) -> pl.DataFrame:
    """One row per handle of a family and member living with the children or away."""
    living = members.filter(pl.col("residence") != "elsewhere")
    fresh = living.select(
        "family_id",
        handle=pl.col("family_id").replace_strict(families, return_dtype=pl.String),
        member=pl.col("person_id").replace_strict(persons, return_dtype=pl.String),
        is_child=pl.col("role") == "child",
    )
    others = own.filter((pl.col("kind") == "family") & ~pl.col("handle").is_in(list(families.values())))
    return pl.concat([_shaped(fresh.with_columns(kind=pl.lit("family"), series=pl.lit(series))), others])


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    empty = Handle.create_empty()
    missing = {name: pl.lit(None, dtype) for name, dtype in empty.schema.items() if name not in rows.columns}
    return rows.with_columns(**missing).select(empty.columns).cast(empty.schema)

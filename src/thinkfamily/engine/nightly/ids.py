"""Ids that last: a person or family that was known the night before keeps the id it had.

Stages name people and families anew each night, from their records and members, so that what they decide depends on tonight's
extracts alone. The id of the night before is given back when the run folder is written.
"""

from __future__ import annotations

import hashlib

import polars as pl

from thinkfamily.engine.handles import settle_claims
from thinkfamily.engine.run_folder import Run
from thinkfamily.engine.store import Store

# Columns of the tables of a run folder that hold ids, and which table gives the kept one.
PERSON_COLUMNS = ("person_id", "person_id_l", "person_id_r")
FAMILY_COLUMNS = ("family_id",)


def keep_ids(store: Store, previous: Run) -> None:
    """Make `kept_person_id` and `kept_family_id`, one row per id that is written otherwise than it was made.

    A person keeps the id of whom most of its records were; where two can claim one id, the greater part has it, and of equal
    parts the one whose name for tonight sorts first. A family keeps the id of that with which it shares most members, its
    children first. Whoever gets no id of the night before gets a new one, and never one that somebody had then.

    Reads:   record_person, family_member.
    Writes:  kept_person_id and kept_family_id (made_id, kept_id).
    """
    before = previous.table("record_person").select("feed", "record_id", old="person_id").collect()
    now = store.frame('select feed, record_id, person_id as "new" from record_person')
    shared = (
        before.join(now, on=["feed", "record_id"])
        .group_by("old", "new")
        .agg(parts=pl.len(), children=pl.lit(0, pl.Int64))
    )
    persons = _kept(shared, now["new"].unique(), before["old"].unique())
    store.put("kept_person_id", persons)
    store.put("kept_family_id", _families(store, previous, persons))


def _families(store: Store, previous: Run, persons: pl.DataFrame) -> pl.DataFrame:
    """The families' ids, from members who live in them or are away: made_id, kept_id."""
    living = pl.col("residence") != "elsewhere"
    before = previous.table("family_member").filter(living).select("person_id", "role", old="family_id").collect()
    now = (
        store.frame("select family_id as new, person_id, residence from family_member")
        .filter(living)
        .join(persons, left_on="person_id", right_on="made_id", how="left")
        .select("new", person_id=pl.coalesce("kept_id", "person_id"))
    )
    shared = (
        before.join(now, on="person_id")
        .group_by("old", "new")
        .agg(parts=pl.col("person_id").n_unique(), children=(pl.col("role") == "child").sum().cast(pl.Int64))
    )
    return _kept(shared, now["new"].unique(), before["old"].unique())


def _kept(shared: pl.DataFrame, made: pl.Series, before: pl.Series) -> pl.DataFrame:
    """One row per id that changes when it is written: made_id, kept_id, sorted.

    Args:
        shared: old, new, parts, children: how much each of the night before shares with each of tonight.
        made: every id of tonight, once.
        before: every id of the night before, once.
    """
    # Nearly everybody is who they were: only what several claim is settled one by one.
    is_plain = (pl.len().over("old") == 1) & (pl.len().over("new") == 1)
    plain = shared.filter(is_plain).select("new", "old")
    claimed = shared.filter(~is_plain)
    anchors = claimed.select("children", "parts", series=pl.lit(""), handle="old", group="new")
    settled = settle_claims(anchors).select(new="group", old="handle")
    kept = pl.concat([plain, settled])
    new = made.to_frame("new").join(kept, on="new", how="anti")["new"]
    taken = new.filter(new.is_in(before.implode())).sort()
    minted = _mint(taken, set(before) | set(made)) if len(taken) else []
    return (
        pl.concat([kept, pl.DataFrame({"new": taken, "old": pl.Series(minted, dtype=pl.String)})])
        .filter(pl.col("new") != pl.col("old"))
        .select(made_id="new", kept_id="old")
        .sort("made_id")
    )


def _mint(taken: pl.Series, used: set[str]) -> list[str]:
    """A new id for each that somebody else had the night before."""
    minted = []
    for made in taken:
        number, each = 1, made
        while each in used:
            number += 1
            each = made[0] + hashlib.sha256(f"{made}/{number}".encode()).hexdigest()[:16]
        used.add(each)
        minted.append(each)
    return minted

"""How much changed between two deliveries, row by row: told by fingerprints, which name nobody, and in counts."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.store import Store
from thinkfamily.tables import supplied

# Numbers that a run gives rows; another delivery gives the same rows others.
_OF_THE_RUN = ("record_no", "event_no", "related_record_no", "feed")
_KEYS = ["feed", "table", "key"]


def fingerprint_rows(store: Store) -> pl.DataFrame:
    """One row per accepted row, or accepted rows that are alike: feed, table, key, row and rows (how many).

    A record is known again by its id, and its ``row`` changes with what it holds. Events and relationships have no id of
    their own: one that changed is another.

    Reads:   record, event, stated_relationship.
    """
    record, event, tie = (
        ", ".join(f't."{name}"' for name in schema.column_names() if name not in _OF_THE_RUN)
        for schema in (supplied.Record, supplied.Event, supplied.StatedRelationship)
    )
    return store.frame(f"""
        select t.feed, 'people' as "table", hash(record_id) as key, hash({record}) as row, 1::bigint as rows from record t
        union all
        select t.feed, 'events', hash(r.record_id, {event}) as key, key, count(*)
        from event t join record r using (record_no) group by all
        union all
        select t.feed, 'relationships', hash(l.record_id, r.record_id, {tie}) as key, key, count(*)
        from stated_relationship t join record l using (record_no) join record r on r.record_no = t.related_record_no
        group by all
    """)


def count_changes(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """One row per feed and table of either delivery: how many rows there were and are, and came, changed and went.

    Args:
        now, before: what ``fingerprint_rows`` gives of each.
    """
    both = now.join(before, on=_KEYS, how="full", coalesce=True, suffix="_before")
    is_known = pl.col("row").is_not_null() & pl.col("row_before").is_not_null()
    here, there = pl.col("rows").fill_null(0), pl.col("rows_before").fill_null(0)
    counted = both.select(
        "feed",
        "table",
        before=there,
        now=here,
        came=pl.max_horizontal(here - there, 0),
        changed=(is_known & (pl.col("row") != pl.col("row_before"))).cast(pl.Int64),
        gone=pl.max_horizontal(there - here, 0),
    )
    order = pl.col("table").replace_strict({"people": 0, "events": 1, "relationships": 2}, return_dtype=pl.Int64)
    return counted.group_by("feed", "table").agg(pl.all().sum()).sort("feed", order)

"""What of an extract a layout carries: some records, some events, some relationships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from thinkfamily.synthetic.extracts import Extract

# Children and those who were, until lately.
_YEARS = 19


def children(extract: Extract, as_at: date) -> pl.Series:
    """Which records are of a child, by the birth date that the agency holds."""
    return (extract.people["date_of_birth"] > as_at - timedelta(days=round(_YEARS * 365.25))).fill_null(False)


def with_event(extract: Extract, *events: str) -> pl.Series:
    """Which records have one of some events."""
    named = extract.events.filter(pl.col("event").is_in(events))["record_id"].unique()
    return extract.people["record_id"].is_in(named.implode())


def carried(
    extract: Extract, keep: pl.Series, columns: Sequence[str], events: Sequence[str], of_events: Sequence[str] = ()
) -> Extract:
    """The extract with some of its records, their columns and their events only; no relationship.

    Args:
        extract: the whole.
        keep: which records.
        columns: of people, which are carried; the others are empty.
        events: which are carried.
        of_events: which columns of them, beside whose, what and since when.
    """
    people = extract.people.filter(keep)
    empty = [name for name in people.columns if name not in ("record_id", *columns)]
    people = people.with_columns(pl.lit(None, people.schema[name]).alias(name) for name in empty)
    ids = people["record_id"].implode()
    held = extract.events.filter(pl.col("record_id").is_in(ids) & pl.col("event").is_in(events))
    untold = [name for name in held.columns if name not in ("record_id", "event", "from_on", *of_events)]
    held = held.with_columns(pl.lit(None, held.schema[name]).alias(name) for name in untold)
    return replace(
        extract,
        people=people,
        events=held,
        relationships=extract.relationships.clear(),
        persons=np.asarray(extract.persons)[keep.to_numpy()],
    )


def renamed(extract: Extract, before: str) -> Extract:
    """The same with a text before every record id, as a map that puts two columns together makes it."""
    name = pl.concat_str(pl.lit(before), pl.col("record_id"))
    return replace(
        extract, people=extract.people.with_columns(record_id=name), events=extract.events.with_columns(record_id=name)
    )

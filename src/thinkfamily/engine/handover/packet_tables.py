"""The tables of each kind of packet, by handle and in the order of the handles, which is an order of chance."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from thinkfamily.core.dates import months_before
from thinkfamily.engine.handover import tables
from thinkfamily.engine.handover.category import category_of, sensitivity_of
from thinkfamily.engine.handover.keep import MONTHS_OF_EVENTS
from thinkfamily.engine.handover.telling import Telling
from thinkfamily.tables.handover import CANDIDATE, CASE_UPDATE

# As the families stage counts them.
_PREGNANCY_DAYS = 308


def candidate_tables(told: Telling) -> dict[str, pl.DataFrame]:
    """The tables of a candidate packet, still by family_id and person_id."""
    return {
        "candidate": told.families,
        "candidate_person": tables.people(told),
        "candidate_tie": tables.ties(told, only_live=True),
        "candidate_need": tables.needs(told),
        "candidate_service": tables.services(told),
        "candidate_cost": tables.costs(told),
        "coverage": tables.coverage(told),
    }


def case_update_tables(told: Telling) -> dict[str, pl.DataFrame]:
    """The tables of a case update packet, still by family_id and person_id."""
    return {
        "update_family": _families(told).with_columns(tells=pl.lit("all")),
        "update_person": tables.people(told),
        "update_address": _addresses(told),
        "update_tie": tables.ties(told, only_live=False),
        "update_event": _events(told),
        "update_need": tables.needs(told),
        "update_service": tables.services(told),
        "update_cost": tables.costs(told),
        "coverage": tables.coverage(told),
    }


def by_handle(
    made: Mapping[str, pl.DataFrame], kind: str, persons: Mapping[str, str], families: Mapping[str, str]
) -> dict[str, pl.DataFrame]:
    """The tables in their declared shape, every id replaced by its handle, sorted by all they hold."""
    columns = {"family_id": ("family", families), "person_id": ("person", persons)} | {
        f"person_id_{side}": (f"person_{side}", persons) for side in "lr"
    }
    told = {}
    for name, schema in (CANDIDATE if kind == "candidate" else CASE_UPDATE).items():
        rows = made[name]
        for column, (renamed, handles) in columns.items():
            if column in rows.columns:
                handle = pl.col(column).replace_strict(handles, return_dtype=pl.String)
                rows = rows.with_columns(handle.alias(renamed))
        names = schema.column_names()
        told[name] = rows.select(names).unique().sort(names, nulls_last=True)
    return told


def _families(told: Telling) -> pl.DataFrame:
    """The families; the area and the pregnancies only as far as a feed that is used tells of them."""
    if told.covers_all:
        return told.families
    areas = (
        told.counted.join(told.records.drop_nulls("area").select("person_id", "area"), on="person_id")
        .select("family_id", "area", is_told=pl.lit(True))
        .unique()
    )
    is_open = (
        (pl.col("event") == "pregnancy")
        & (pl.col("from_on") > pl.lit(told.as_at).dt.offset_by(f"-{_PREGNANCY_DAYS}d"))
        & (pl.col("until_on").is_null() | (pl.col("until_on") > told.as_at))
    )
    expecting = (
        told.counted.join(told.events.filter(is_open).select("person_id").unique(), on="person_id", how="semi")
        .group_by("family_id")
        .agg(expected=pl.len().cast(pl.Int64))
    )
    return (
        told.families.join(areas, on=["family_id", "area"], how="left")
        .join(expecting, on="family_id", how="left")
        .with_columns(
            area=pl.when(pl.col("is_told").fill_null(False)).then("area"),
            expected_children=pl.col("expected").fill_null(0),
        )
    )


def _addresses(told: Telling) -> pl.DataFrame:
    """One row per member living with the children or away, address and feed. What must not be shown was never kept."""
    agencies = told.feeds.select("feed", "agency")
    return (
        told.records.filter(pl.col("address").is_not_null() | pl.col("postcode").is_not_null())
        .join(told.counted.select("person_id").unique(), on="person_id", how="semi")
        .join(agencies, on="feed")
        .with_columns(from_on="address_from", until_on="address_to")
    )


def _events(told: Telling) -> pl.DataFrame:
    """One row per event of a member living with the children or away, in the 36 months to the as-at date."""
    first = months_before(told.as_at, MONTHS_OF_EVENTS)
    last = pl.when(pl.col("shape") == "point").then("from_on").otherwise(pl.coalesce("until_on", pl.lit(told.as_at)))
    events, feed, heading = pl.col("event"), pl.col("feed"), pl.col("heading")
    return (
        told.events.filter((pl.col("from_on") <= told.as_at) & (last >= first))
        .join(told.counted, on="person_id")
        .with_columns(title=tables.without_hints(pl.col("title")), category=category_of(events, feed, heading))
        .with_columns(sensitivity=sensitivity_of(pl.col("category"), heading))
    )

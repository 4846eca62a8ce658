"""What stands beside the list: the same families by every programme of the run, by cost alone, and as movers."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import polars as pl

from thinkfamily.core.dates import twelve_months_to
from thinkfamily.engine.cohort.choose import PUBLIC_SERVICE_COST, costliest, fill, places
from thinkfamily.engine.cohort.gather import JUDGED_BY, unknown
from thinkfamily.engine.store import Store
from thinkfamily.programmes.framework import Programme
from thinkfamily.tables.made import Eligibility, FamilyMove

_JUDGED = ("criteria_met", "headings_met", "agencies_met", "criteria_unknown")


def judged(store: Store, programme: Programme) -> pl.DataFrame:
    """One row per family that a programme says anything of: family_id, what it meets, and whether it is eligible.

    Reads:   indicator, evidence, event_type, family_member.
    """
    tables = store.ibis
    met = programme.entry.judge(programme.name, *(tables.table(name) for name in JUDGED_BY))
    rows = met.outer_join(unknown(tables, programme.name), "family_id")
    return store.frame(
        rows.select(
            family_id=ibis.coalesce(rows.family_id, rows.family_id_right),
            is_eligible=rows.is_eligible.fill_null(False),
            **{name: rows[name].fill_null(0) for name in _JUDGED},
        )
    )


def by_programme(rows: pl.DataFrame, found: pl.DataFrame, programme: Programme, share: float | None) -> pl.DataFrame:
    """One row per family: what a programme says of it, and whether it would list it.

    Args:
        rows: one row per family of the cohort: family_id, cost_gbp, transfer_gbp, months_observed, draw.
        found: what the programme says, as ``judged`` gives it.
        programme: the programme.
        share: the share of all families that it can list; None for every one that is eligible.
    """
    of_programme = (
        rows.select("family_id", "cost_gbp", "transfer_gbp", "months_observed", "draw")
        .join(found, on="family_id", how="left")
        .with_columns(pl.col("is_eligible").fill_null(False), pl.col(_JUDGED).fill_null(0))
        .with_columns(pl.lit(programme.name).alias("programme"))
    )
    listed = fill(of_programme, PUBLIC_SERVICE_COST, None if share is None else places(rows.height, share))
    return of_programme.with_columns(pl.col("family_id").is_in(listed.implode()).alias("is_listed"))


def eligibility(
    store: Store, rows: pl.DataFrame, shares: list[tuple[Programme, float | None]], number: int
) -> pl.DataFrame:
    """One row per family and programme (``made.Eligibility``).

    Args:
        store: with the tables that ``judged`` reads.
        rows: one row per family of the cohort, as judged by the first programme.
        shares: programmes, each with the share of all families that it can list, or None.
        number: how many families are called the costliest.
    """
    most = costliest(rows, number)
    told: list[pl.DataFrame] = []
    for programme, share in shares:
        # What the list is made by has been judged already.
        found = judged(store, programme) if told else rows.select("family_id", "is_eligible", *_JUDGED)
        told.append(by_programme(rows, found, programme, share))
    return (
        pl.concat(told)
        .with_columns(pl.col("family_id").is_in(most.implode()).alias("is_costliest"))
        .select(Eligibility.column_names())
        .sort("family_id", "programme")
    )


def moves(store: Store, rows: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """One row per family that came into the area or left it in the 12 months to a date (``made.FamilyMove``).

    Reads:   family_detail.
    """
    year = twelve_months_to(as_at)
    within: dict[str, Any] = {"first": year.from_on, "last": as_at}
    held = store.frame(
        """
        select family_id, case when arrived_on between $first and $last then arrived_on end as arrived_on,
            case when left_on between $first and $last then left_on end as left_on
        from family_detail
        """,
        within,
    )
    moved = held.filter(pl.col("arrived_on").is_not_null() | pl.col("left_on").is_not_null())
    return moved.join(rows.select("family_id"), on="family_id", how="semi").select(FamilyMove.column_names())

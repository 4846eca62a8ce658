"""Which eligible families fill the places. It ranks nobody: an order is used to fill places, and then forgotten."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

import polars as pl

from thinkfamily.engine.cohort.gather import MONTHS

PUBLIC_SERVICE_COST = pl.col("cost_gbp") - pl.col("transfer_gbp")

# What the list would be made by instead, in the words of run.json.
WHAT_IF = {
    "transfers_counted": pl.col("cost_gbp"),
    "health_and_disability_costs_left_out": PUBLIC_SERVICE_COST - pl.col("health_gbp"),
}


def places(families: int, capacity_share: float) -> int:
    """How many families can be proposed: the share of all families, rounded up.

    The share is taken as written: 7% of 100 families is 7, where floating-point numbers would make it 8.
    """
    return int((Decimal(str(capacity_share)) * families).to_integral_value(ROUND_CEILING))


def fill(rows: pl.DataFrame, cost: pl.Expr, number: int | None) -> pl.Series:
    """Families that fill the places: the eligible, observed for 12 months, by cost.

    Equal costs are settled by criteria met, then by ``draw``, an order of chance that the seed fixes. Where no number is
    set, all that are eligible are proposed: none is judged by cost, so none is too new for it.

    Returns:
        their ids, sorted by id.
    """
    eligible = rows.filter("is_eligible")
    if number is None:
        return eligible["family_id"].sort()
    judged = eligible.filter(pl.col("months_observed") >= MONTHS).with_columns(cost.alias("by"))
    ordered = judged.sort("by", "criteria_met", "draw", "family_id", descending=[True, True, False, False])
    return ordered.head(number)["family_id"].sort()


def costliest(rows: pl.DataFrame, number: int | None) -> pl.Series:
    """The families on whom public services spend most, whatever they meet: as many as ``number``, observed for 12 months.

    Returns:
        their ids, sorted by id.
    """
    return fill(rows.with_columns(is_eligible=pl.lit(True), criteria_met=pl.lit(0)), PUBLIC_SERVICE_COST, number)


def changes(rows: pl.DataFrame, number: int | None, proposed: pl.Series) -> pl.DataFrame:
    """One row per other way of counting and family that it would bring onto the list or take off it."""
    found = []
    for what_if, cost in WHAT_IF.items():
        other = fill(rows, cost, number)
        for change, ids in (("joins", _without(other, proposed)), ("leaves", _without(proposed, other))):
            found.append(
                pl.DataFrame({"family_id": ids}).with_columns(
                    pl.lit(what_if).alias("what_if"), pl.lit(change).alias("change")
                )
            )
    return pl.concat(found).sort("family_id", "what_if")


def _without(ids: pl.Series, others: pl.Series) -> pl.Series:
    return ids.filter(~ids.is_in(others.implode()))

"""The one current home of each person, and what kind of place it is."""

from __future__ import annotations

import polars as pl

# More people than this at one property, of many names, are not one household.
LARGEST_HOUSEHOLD = 10
# From this many groups of people unrelated by name or statement on, a home is shared, not a family's.
UNRELATED_GROUPS = 4

_SHARES_A_HOME = ("parent", "step_parent", "carer", "partner", "sibling")


def choose_homes(statements: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """One row per person and property that may be the home: p, h, own, points, feeds, by_family_agency, is_sure, is_home
    (one a person).

    A person's own statements count in full. Those of people stated to live with the person count beside them (the best
    of them, by half where living together is not stated), because families move together and one agency learns first.

    Args:
        statements: p, h, own (points), feeds (how many say so), by_family_agency, is_sure.
        ties: sound ties.
    """
    near = ties.filter(
        pl.col("is_live") & pl.col("relationship").is_in(_SHARES_A_HOME) & (pl.col("lives_with") != "no")
    )
    both = pl.concat([near.select(p="l", k="r", w="lives_with"), near.select(p="r", k="l", w="lives_with")])
    lift = (
        both.join(statements.select(k="p", h="h", own="own"), on="k")
        .select("p", "h", lift=pl.when(pl.col("w") == "yes").then(pl.col("own")).otherwise(pl.col("own") // 2))
        .group_by("p", "h")
        .agg(pl.col("lift").max())
    )
    scored = (
        statements.join(lift, on=["p", "h"], how="left")
        .with_columns(points=pl.col("own") + pl.col("lift").fill_null(0))
        .select("p", "h", "own", "points", "feeds", "by_family_agency", "is_sure")
        .sort(["p", "points", "own", "h"], descending=[False, True, True, False])
    )
    return scored.with_columns(is_home=pl.int_range(pl.len()).over("p") == 0)

"""Which stated carers live with each child, and in how many homes."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area
from thinkfamily.engine.families.kin import CARING, KINDRED


def compare_homes(pairs: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """The pairs (l, r, …) with `place`: same, near (one may live at the other's home), differ, or unknown.

    Args:
        pairs: l, r and anything else; one row per pair.
        homes: as of `Area.homes`.
    """
    home = homes.filter("is_home").select("p", "h")
    maybe = homes.filter(pl.col("own") > 0).select("p", "h")
    met = pairs.join(home, left_on="l", right_on="p", how="left").join(
        home, left_on="r", right_on="p", how="left", suffix="_r"
    )
    near = pl.concat(
        [
            met.select("l", "r", "h").join(maybe, left_on=["r", "h"], right_on=["p", "h"], how="semi").select("l", "r"),
            met.select("l", "r", h="h_r")
            .join(maybe, left_on=["l", "h"], right_on=["p", "h"], how="semi")
            .select("l", "r"),
        ]
    ).unique()
    return (
        met.join(near.with_columns(is_near=pl.lit(True)), on=["l", "r"], how="left")
        .with_columns(
            place=pl.when(pl.col("h").is_null() | pl.col("h_r").is_null())
            .then(pl.lit("unknown"))
            .when(pl.col("h") == pl.col("h_r"))
            .then(pl.lit("same"))
            .when(pl.col("is_near"))
            .then(pl.lit("near"))
            .otherwise(pl.lit("differ"))
        )
        .drop("h", "h_r", "is_near")
    )


def stated_carers(area: Area) -> pl.DataFrame:
    """One row per stated carer (l) and child (r): relationship, lives_with, place, is_with, and is_alone_there.

    A carer is *with* the child where an agency says so, or where none says otherwise and the homes do not differ. An
    absence (placement, custody, hospital, refuge) explains different homes and a "no": such a child is still of its
    parents. A parent who lives with one child of another home does so with its brothers and sisters. Where a child would
    be left with nobody, a parent of another address cares for it: the address is old.
    """
    people = area.people
    child = people.filter("is_child").select(
        r="p", child_away=pl.col("away_why").is_not_null(), is_adopted="is_adopted"
    )
    carer = people.select(l="p", carer_away=pl.col("away_why").is_not_null())
    ties = (
        area.ties.filter(pl.col("relationship").is_in([*CARING, *KINDRED]))
        .join(child, on="r")
        .join(carer, on="l")
        .filter(pl.col("is_live") | (pl.col("relationship") == "parent"))
        # A parent's tie that has ended says that they no longer live together.
        .with_columns(lives_with=pl.when("is_live").then("lives_with").otherwise(pl.lit("no")))
        .with_columns(
            rank=pl.col("relationship").replace_strict(
                {k: i for i, k in enumerate((*CARING, *KINDRED))}, return_dtype=pl.Int64
            )
        )
        .sort("l", "r", "rank")
        .unique(["l", "r"], keep="first", maintain_order=True)
    )
    ties = compare_homes(ties, area.homes)
    says, place, caring = pl.col("lives_with"), pl.col("place"), pl.col("relationship").is_in(CARING)
    kindred_with = (says == "yes") | ((says == "unknown") & (place == "same"))
    caring_with = (
        (says == "yes")
        | ((says == "unknown") & (place.is_in(["same", "near", "unknown"]) | pl.col("carer_away")))
        | ((says == "no") & pl.col("child_away") & (pl.col("relationship") == "parent") & (place != "differ"))
        | ((says == "no") & pl.col("carer_away") & place.is_in(["same", "near"]))
    )
    # An adopted child's old ties may lead to the birth family: only living together counts, or the name it has now.
    ties = _share_a_name(ties, area)
    adopted_with = (says == "yes") | ((says == "unknown") & ((place == "same") | pl.col("shares_name")))
    ties = ties.with_columns(
        is_with=pl.when("is_adopted").then(adopted_with).when(caring).then(caring_with).otherwise(kindred_with)
    )
    return _nobody_left_alone(_siblings_alike(ties), area)


def _share_a_name(ties: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The same ties with shares_name: whether the two have a word of a last name in common."""
    shared = (
        ties.select("l", "r")
        .join(area.names, left_on="l", right_on="p")
        .join(area.names, left_on=["r", "name"], right_on=["p", "name"], how="semi")
        .select("l", "r", shares_name=pl.lit(True))
        .unique()
    )
    return ties.join(shared, on=["l", "r"], how="left").with_columns(pl.col("shares_name").fill_null(False))


def _siblings_alike(ties: pl.DataFrame) -> pl.DataFrame:
    """The same ties, where a parent who is with one child is with those who share another carer with it, unless one says no."""
    with_child = ties.filter("is_with").select("l", "r")
    shared = (
        with_child.join(with_child, on="r", suffix="_2")
        .filter(pl.col("l") != pl.col("l_2"))
        .join(with_child.select(l_2="l", sibling="r"), on="l_2")
        .select("l", r="sibling")
        .unique()
    )
    alike = shared.with_columns(is_alike=pl.lit(True))
    may = (pl.col("lives_with") == "unknown") & (pl.col("relationship") == "parent") & ~pl.col("is_adopted")
    return (
        ties.join(alike, on=["l", "r"], how="left")
        .with_columns(is_with=pl.col("is_with") | (pl.col("is_alike").fill_null(False) & may))
        .drop("is_alike")
    )


def _nobody_left_alone(ties: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The same ties, where a child without a carer, and without an adult of its name at its home, is with its parents.

    A child away has no address of its own: its parent is the one who cares for other children, if one of them does.
    """
    named = area.homes.filter("is_home").select("p", "h").join(area.names, on="p")
    adults = named.join(area.people.filter(~pl.col("is_child")), on="p", how="semi").select("h", "name").unique()
    accompanied = named.join(adults, on=["h", "name"], how="semi").select("p").unique()
    away = area.people.filter(pl.col("away_why").is_not_null()).select("p")
    accompanied = accompanied.join(away, on="p", how="anti").select(r="p")
    with_child = ties.filter("is_with")
    may = (
        ((pl.col("lives_with") == "unknown") | (pl.col("child_away") & pl.col("is_live")))
        & pl.col("relationship").is_in(CARING)
        & ~pl.col("is_adopted")
    )
    left = (
        ties.filter(may)
        .join(with_child.select("r").unique(), on="r", how="anti")
        .join(accompanied, on="r", how="anti")
        .join(with_child.select("l").unique().with_columns(cares=pl.lit(True)), on="l", how="left")
        .with_columns(pl.col("cares").fill_null(False))
        .filter(~pl.col("child_away") | pl.col("cares") | ~pl.col("cares").any().over("r"))
        .select("l", "r", is_left=pl.lit(True))
    )
    return (
        ties.join(left, on=["l", "r"], how="left")
        .with_columns(is_with=pl.col("is_with") | pl.col("is_left").fill_null(False))
        .drop("is_left")
    )

"""Where each group of people lives, which homes are communal, and whose address is not to be believed."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area
from thinkfamily.engine.families.homes import LARGEST_HOUSEHOLD, UNRELATED_GROUPS


def place_cores(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The nodes with h: the home of the core, which its members' statements weigh highest.

    Those away say nothing of it, and a child of two homes does not say which of them is which.
    """
    silent = pl.concat([area.people.filter(pl.col("away_why").is_not_null()).select("p"), children_of_two_homes(nodes)])
    weight = (
        nodes.select("core", "p")
        .unique()
        .join(silent, on="p", how="anti")
        .join(area.homes.select("p", "h", "own", "points"), on="p")
        .group_by("core", "h")
        .agg(pl.col("points").sum(), people=pl.len())
        .sort(["core", "points", "people", "h"], descending=[False, True, True, False])
        .unique("core", keep="first", maintain_order=True)
        .select("core", "h")
    )
    # Someone away with nobody at home (a young man in custody, say) is placed by the address agencies still hold.
    alone = (
        nodes.join(weight, on="core", how="anti")
        .join(area.homes.filter("is_home").select("p", "h"), on="p")
        .sort("core", "p")
        .unique("core", keep="first", maintain_order=True)
        .select("core", "h")
    )
    return nodes.drop("h", strict=False).join(pl.concat([weight, alone]), on="core", how="left", maintain_order="left")


def children_of_two_homes(nodes: pl.DataFrame) -> pl.DataFrame:
    """One row per child that is in more than one core: p."""
    return nodes.select("p", "core").unique().filter(pl.len().over("p") > 1).select("p").unique()


def find_communal(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One row per communal property: h. By its address, or by how many people and unrelated groups live there now."""
    people, groups = pl.col("p").n_unique(), pl.col("core").n_unique()
    crowd = (
        nodes.filter(pl.col("h").is_not_null())
        .group_by("h")
        .agg(is_crowd=(groups >= UNRELATED_GROUPS) | ((people > LARGEST_HOUSEHOLD) & (groups >= UNRELATED_GROUPS - 1)))
        .filter("is_crowd")
        .select("h")
    )
    return pl.concat([crowd, area.properties.filter("has_communal_word").select("h")]).unique().sort("h")


def find_apart(nodes: pl.DataFrame, carers: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One row per node whose address must not be believed: stated to live apart from someone at that home.

    Of a parent and a child stated to live apart, it is the parent who has left, unless only the parent has other children
    there: then the child has (the tie of a child that was adopted ends, and its old records stay behind).
    """
    caring = carers.filter("is_with").select("l", "r")
    no = carers.filter((pl.col("lives_with") == "no") & ~pl.col("is_with")).select("l", "r")
    left = no.join(caring.select("l").unique(), on="l", how="semi").join(
        caring.select("r").unique(), on="r", how="anti"
    )
    stayed = no.join(left, on=["l", "r"], how="anti")
    parted = area.ties.filter(
        (pl.col("relationship") == "ex_partner")
        | ((pl.col("relationship") == "partner") & (pl.col("lives_with") == "no"))
    )
    parted = pl.concat([parted.select("l", "r"), parted.select(l="r", r="l")]).join(caring, on="l", how="anti")
    home = nodes.drop_nulls("h").select("node", "p", "h")
    return (
        pl.concat([stayed, left.select(l="r", r="l"), parted])
        .join(home, left_on="l", right_on="p")
        .join(home.select("p", "h"), left_on=["r", "h"], right_on=["p", "h"], how="semi")
        .select("node")
        .unique()
    )

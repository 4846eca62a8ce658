"""From ties and homes to families: stated relationships first, shared homes second.

A node is a person, or a child in one of its homes; two nodes with an edge are of one family. A child who is stated to
live with carers of two homes is two nodes, so that it never joins those homes to each other.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area
from thinkfamily.engine.families.care import compare_homes, stated_carers
from thinkfamily.engine.families.components import components
from thinkfamily.engine.families.kin import CARING

# Up to this age a grown child of no known address is taken to live with its parents.
GROWN_CHILD_YEARS = 25
_HELD_TOGETHER = ("partner", "sibling", "grandparent", "other_kin", "parent", "step_parent", "carer")


def unite(nodes: pl.DataFrame, column: str, edges: list[pl.DataFrame]) -> pl.DataFrame:
    """The nodes, their group number in `column` replaced by that of the component that the edges (a, b) make.

    Args:
        nodes: node (0 … n-1, in order) and the column, which holds a node's number.
        edges: frames of a and b: group numbers.
    """
    found = pl.concat([edge.select(pl.col("a", "b").cast(pl.Int64)) for edge in edges]).drop_nulls()
    root = components(nodes.height, found["a"].to_numpy(), found["b"].to_numpy())
    return nodes.with_columns(pl.Series(column, root[nodes[column].to_numpy()]))


def care_units(area: Area, carers: pl.DataFrame) -> pl.DataFrame:
    """One row per child and home in which it is cared for: r (child), l (carer), unit (smallest carer of that home).

    Two carers of one child are of one home unless they are stated to have parted, or surely live at different homes and
    nobody says that they are partners.
    """
    with_child = carers.filter("is_with").select("l", "r", "lives_with")
    pairs = (
        with_child.join(with_child, on="r", suffix="_2")
        .filter(pl.col("l") < pl.col("l_2"))
        .select(l="l", r="l_2")
        .unique()
    )
    partners = area.ties.filter(
        (pl.col("relationship") == "partner") & pl.col("is_live") & (pl.col("lives_with") != "no")
    )
    couple = pl.concat([partners.select("l", "r"), partners.select(l="r", r="l")]).unique()
    sure = area.homes.filter(pl.col("is_home") & pl.col("is_sure")).select("p")
    both_sure = pairs.join(sure, left_on="l", right_on="p", how="semi").join(
        sure, left_on="r", right_on="p", how="semi"
    )
    apart = compare_homes(both_sure, area.homes).filter(pl.col("place") == "differ").select("l", "r")
    parted = area.ties.filter(pl.col("relationship") == "ex_partner")
    apart = pl.concat([apart, parted.select("l", "r"), parted.select(l="r", r="l")])
    joined = pl.concat(
        [pairs.join(apart, on=["l", "r"], how="anti"), pairs.join(couple, on=["l", "r"], how="semi")]
    ).unique()
    root = components(area.people.height, joined["l"].to_numpy(), joined["r"].to_numpy())
    units = with_child.with_columns(pl.Series("unit", root[with_child["l"].to_numpy()]))
    return units.select("r", "l", "unit")


def make_nodes(area: Area, units: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The nodes (node, p, unit) and the edges (a, b) between each child and its carers of one home."""
    slots = units.select(p="r", unit="unit").unique().sort("p", "unit")
    plain = area.people.select("p").join(slots, on="p", how="anti").with_columns(unit=pl.lit(None, pl.Int64))
    nodes = (
        pl.concat([plain, slots]).sort("p", "unit").with_row_index("node").with_columns(pl.col("node").cast(pl.Int64))
    )
    # A parent who is a child too has a node for each of its own homes: it brings its child to the first of them.
    first = nodes.unique("p", keep="first", maintain_order=True).select(l="p", b="node")
    edges = (
        units.join(nodes.select(r="p", unit="unit", a="node"), on=["r", "unit"]).join(first, on="l").select("a", "b")
    )
    return nodes, edges


def stated_edges(area: Area, nodes: pl.DataFrame) -> pl.DataFrame:
    """Edges (a, b) between people stated to be kin or partners who live at one home."""
    ties = area.ties.filter(
        pl.col("is_live") & pl.col("relationship").is_in(_HELD_TOGETHER) & (pl.col("lives_with") != "no")
    ).select("l", "r", "relationship", "lives_with")
    ties = ties.join(area.people.filter("is_adopted"), left_on="r", right_on="p", how="anti")
    ties = ties.join(area.people.filter("is_adopted"), left_on="l", right_on="p", how="anti")
    # A grown child whose address nobody knows, or who has the parent's among others, has not left home yet.
    young = area.people.filter(pl.col("age") <= GROWN_CHILD_YEARS).select(r="p", is_young=pl.lit(True))
    is_grown_child = pl.col("relationship").is_in(CARING) & pl.col("is_young").fill_null(False)
    placed = compare_homes(ties.join(young, on="r", how="left"), area.homes).filter(
        (pl.col("place") == "same")
        | (pl.col("lives_with") == "yes")
        | (is_grown_child & pl.col("place").is_in(["near", "unknown"]))
    )
    # Children with stated carers are held by them already; a tie more could join two homes.
    single = nodes.filter(pl.col("unit").is_null()).select("p", "node")
    return (
        placed.join(single.select(l="p", a="node"), on="l")
        .join(single.select(r="p", b="node"), on="r")
        .select("a", "b")
    )


def sibling_edges(area: Area, nodes: pl.DataFrame) -> pl.DataFrame:
    """Edges (a, b) from each child without stated carers to the siblings it is stated to have, or shares a parent with."""
    ties = area.ties.filter(pl.col("is_live") & (pl.col("relationship") == "sibling") & (pl.col("lives_with") != "no"))
    stated = pl.concat([ties.select("l", "r", "lives_with"), area.siblings.with_columns(lives_with=pl.lit("unknown"))])
    both = (
        pl.concat([stated, stated.select(l="r", r="l", lives_with="lives_with")])
        .sort("l", "r", "lives_with")
        .unique(["l", "r"], keep="last", maintain_order=True)
    )
    people = area.people.select("p", "is_child", "is_looked_after", "is_adopted")
    alone = nodes.filter(pl.col("unit").is_null()).join(
        people.filter(pl.col("is_child") & ~pl.col("is_adopted")), on="p"
    )
    placed = (
        compare_homes(both, area.homes)
        .join(alone.select(l="p", a="node", is_looked_after="is_looked_after"), on="l")
        .filter((pl.col("place") != "differ") | (pl.col("lives_with") == "yes") | pl.col("is_looked_after"))
        .join(nodes.select(r="p", b="node", unit="unit"), on="r")
        .with_columns(rank=pl.col("place").replace_strict({"same": 0, "near": 1, "unknown": 2, "differ": 3}))
    )
    # Half-siblings may live in two homes: of those who have carers, only the nearest one takes the child in.
    cared_for = placed.filter(pl.col("unit").is_not_null()).sort("a", "rank", "b")
    nearest = cared_for.unique("a", keep="first", maintain_order=True)
    return pl.concat([placed.filter(pl.col("unit").is_null()).select("a", "b"), nearest.select("a", "b")])


def group_people(area: Area) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The nodes (node, p, unit, core) by stated relationships alone, and the carers they rest on."""
    carers = stated_carers(area)
    units = care_units(area, carers)
    nodes, held = make_nodes(area, units)
    nodes = nodes.with_columns(core=pl.col("node"))
    nodes = unite(nodes, "core", [held, stated_edges(area, nodes), sibling_edges(area, nodes)])
    return nodes, carers

"""Shared homes, names and household numbers: what joins groups of people that no stated relationship joins."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area
from thinkfamily.engine.families.grouping import unite
from thinkfamily.engine.families.newcomers import newcomer_edges
from thinkfamily.engine.families.old_addresses import namesake_edges, old_address_edges
from thinkfamily.engine.families.placing import children_of_two_homes, find_apart, find_communal, place_cores


def share_names(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) between cores at one home whose members share a word of a last name, or nearly."""
    named = nodes.select("core", "p", "h").join(children_of_two_homes(nodes), on="p", how="anti")
    held = named.join(area.names, on="p").select("core", "h", "name").unique()
    first = held.group_by("h", "name").agg(pl.col("core").min())
    near = (
        area.alike.join(first, on=["h", "name"])
        .join(first, left_on=["h", "other"], right_on=["h", "name"], suffix="_other")
        .select(a="core", b="core_other")
    )
    return pl.concat([_first_of(held, ["h", "name"]), near])


def share_references(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) between cores that one agency has under one tenancy, claim or household number.

    A number joins people of one home, and to them those of another home of whom nobody else is known: theirs is old.
    """
    keys = ["feed", "reference"]
    single = nodes.select("core", "p", "h").unique().join(children_of_two_homes(nodes), on="p", how="anti")
    held = single.join(area.references, on="p")
    size = nodes.group_by("core").agg(size=pl.col("p").n_unique())
    crowd = nodes.drop_nulls("h").group_by("h").agg(crowd=pl.col("core").n_unique())
    held = held.join(size, on="core").join(crowd, on="h", how="left")
    alone = (pl.col("size") == 1) & (pl.col("crowd").fill_null(1) == 1)
    main = held.filter(~alone).select(*keys, "core", "h").unique()
    sole = main.filter(pl.len().over(keys) == 1).select(*keys, b="core")
    return pl.concat(
        [
            _first_of(held, [*keys, "h"]),
            held.filter(alone).select(*keys, a="core").join(sole, on=keys).select("a", "b"),
            _first_of(held.filter(alone), keys),
        ]
    )


def _first_of(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    rows = rows.drop_nulls(keys)
    return (
        rows.select(*keys, b="core")
        .unique()
        .join(rows.group_by(keys).agg(a=pl.col("core").min()), on=keys)
        .select("a", "b")
    )


def join_homes(nodes: pl.DataFrame, carers: pl.DataFrame, area: Area) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The nodes with their core after shared homes have been taken into account, and the communal properties (h)."""
    nodes = place_cores(nodes, area)
    apart = find_apart(nodes, carers, area)
    # Names join before groups are counted: a large family is not a hostel.
    here = nodes.drop_nulls("h").join(apart, on="node", how="anti")
    communal = find_communal(unite(nodes, "core", [share_names(here, area)]), area)

    def believed() -> pl.DataFrame:
        return nodes.join(apart, on="node", how="anti")

    def ordinary() -> pl.DataFrame:
        return believed().drop_nulls("h").join(communal, on="h", how="anti")

    nodes = unite(nodes, "core", [share_names(ordinary(), area), share_references(believed(), area)])
    nodes = place_cores(nodes, area)
    # Twice: whom the first pass finds brings names and addresses by which the second finds more.
    for _ in range(2):
        nodes = unite(nodes, "core", [old_address_edges(believed(), communal, area)])
        nodes = place_cores(nodes, area)
    nodes = unite(nodes, "core", [newcomer_edges(ordinary(), area), namesake_edges(believed(), communal, area)])
    return nodes.with_columns(is_communal=pl.col("h").is_in(communal["h"].implode())), communal

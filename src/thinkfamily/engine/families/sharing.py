"""Shared homes: who else at the family's home is of the family, and which homes say nothing at all."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area
from thinkfamily.engine.families.grouping import unite
from thinkfamily.engine.families.homes import LARGEST_HOUSEHOLD, UNRELATED_GROUPS

# A newcomer of about a parent's age beside one parent is a partner; beside two parents, a lodger.
PARTNER_YEARS = 15
# A person this much older or younger than a parent is a grandparent or a grown child.
GENERATION_YEARS = 16


def place_cores(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The nodes with h: the home of the core, which its members' statements weigh highest (those away say nothing)."""
    away = area.people.filter(pl.col("away_why").is_not_null()).select("p")
    weight = (
        nodes.select("core", "p")
        .unique()
        .join(away, on="p", how="anti")
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


def find_communal(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One row per communal property: h. By its address, or by how many people and unrelated groups live there now."""
    crowd = (
        nodes.filter(pl.col("h").is_not_null())
        .group_by("h")
        .agg(people=pl.col("p").n_unique(), groups=pl.col("core").n_unique())
        .filter(
            ((pl.col("people") > LARGEST_HOUSEHOLD) & (pl.col("groups") > 1)) | (pl.col("groups") >= UNRELATED_GROUPS)
        )
        .select("h")
    )
    return pl.concat([crowd, area.properties.filter("has_communal_word").select("h")]).unique().sort("h")


def share_names(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) between cores at one home whose members share a word of a last name."""
    held = nodes.select("core", "p", "h").join(area.names, on="p")
    return _first_of(held, ["h", "name"])


def share_references(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) between cores that one agency has under one tenancy, claim or household number."""
    return _first_of(nodes.select("core", "p").join(area.references, on="p"), ["feed", "reference"])


def _first_of(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    rows = rows.drop_nulls(keys)
    return (
        rows.select(*keys, b="core")
        .unique()
        .join(rows.group_by(keys).agg(a=pl.col("core").min()), on=keys)
        .select("a", "b")
    )


def join_homes(nodes: pl.DataFrame, area: Area) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The nodes with their core after shared homes have been taken into account, and the communal properties (h)."""
    nodes = place_cores(nodes, area)
    # Names join before the crowd is counted: a large family is not a hostel.
    named = _ordinary(nodes, area, area.properties.filter("has_communal_word").select("h"))
    crowd = (
        named.group_by("h").agg(people=pl.col("p").n_unique()).filter(pl.col("people") > LARGEST_HOUSEHOLD).select("h")
    )
    trial = unite(nodes, "core", [share_names(named.join(crowd, on="h", how="anti"), area)])
    communal = find_communal(trial, area)
    ordinary = _ordinary(nodes, area, communal)
    nodes = unite(nodes, "core", [share_names(ordinary, area), share_references(_ordinary(nodes, area, None), area)])
    nodes = place_cores(nodes, area)
    nodes = unite(nodes, "core", [adult_edges(_ordinary(nodes, area, communal), area)])
    return nodes.with_columns(is_communal=pl.col("h").is_in(communal["h"].implode())), communal


def _ordinary(nodes: pl.DataFrame, area: Area, communal: pl.DataFrame | None) -> pl.DataFrame:
    """The nodes at homes that can say something of who is family."""
    at_home = nodes.filter(pl.col("h").is_not_null())
    return at_home if communal is None else at_home.join(communal, on="h", how="anti")


def adult_edges(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) from cores without children to the one core with children at the same home.

    A partner of a lone parent, a grandparent, a grown child: yes. A third adult of the parents' age: a lodger.
    Children without an adult at the home belong to the adults of that home.
    """
    rows = (
        nodes.select("core", "p", "h")
        .unique()
        .join(area.people.select("p", "is_child", "is_expecting", "age", "is_looked_after"), on="p")
    )
    cores = rows.group_by("h", "core").agg(
        children=pl.col("is_child").sum(),
        adults=(~pl.col("is_child")).sum(),
        expecting=pl.col("is_expecting").any(),
        looked_after=(pl.col("is_looked_after") & pl.col("is_child")).all(),
        oldest=pl.col("age").filter(~pl.col("is_child")).max(),
        youngest=pl.col("age").filter(~pl.col("is_child")).min(),
    )
    # A looked-after child known at an address with nobody of its name is with its foster carers.
    cores = cores.filter(~((pl.col("looked_after")) & (pl.col("children") > 0) & (pl.col("adults") == 0)))
    has_child = (pl.col("children") > 0) | pl.col("expecting")
    families = cores.filter(has_child).with_columns(n=pl.len().over("h"))
    lone = cores.filter(~has_child).select("h", a="core", oldest_l="oldest", youngest_l="youngest", adults_l="adults")
    sole = families.filter(pl.col("n") == 1).select(
        "h", b="core", oldest="oldest", youngest="youngest", adults="adults"
    )
    met = lone.join(sole, on="h").sort("h", "a")
    gap_old = pl.col("youngest_l") - pl.col("youngest")
    is_generation = (gap_old >= GENERATION_YEARS) | ((pl.col("oldest") - pl.col("oldest_l")) >= GENERATION_YEARS)
    is_partner = (pl.col("adults") == 1) & (pl.col("adults_l") == 1)
    taken = met.filter((pl.col("adults") == 0) | is_generation.fill_null(False) | is_partner).select("a", "b")
    orphans = families.filter((pl.col("adults") == 0) & (pl.col("n") > 1)).select("h", a="core")
    parents = families.filter(pl.col("adults") > 0).with_columns(m=pl.len().over("h")).filter(pl.col("m") == 1)
    return pl.concat([taken, orphans.join(parents.select("h", b="core"), on="h").select("a", "b")])

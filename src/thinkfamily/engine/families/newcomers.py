"""Who else at a family's home is of the family, when nobody says so and no name is shared."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area

# A person this much older than the parents is a grandparent; the ages of a couple differ by less.
GENERATION_YEARS = 16


def newcomer_edges(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) between people at an ordinary home and the one family with children there.

    Taken in are: whoever an agency that writes down families knows there; the one adult of the parent's generation and
    the other sex beside a lone parent; someone a generation older who has no other address; whoever is there with
    children of whom no adult is known. Anyone else is a lodger, or was there before. People of whom one agency holds
    different tenancies, claims or household numbers are never one family.

    Args:
        nodes: core, p and h at ordinary homes.
        area: the people.
    """
    cores = _describe(nodes, area)
    has_child = (pl.col("children") > 0) | pl.col("expecting")
    families = cores.filter(has_child).with_columns(families=pl.len().over("h"))
    others = cores.filter(~has_child).with_columns(others=pl.len().over("h"))
    sole = families.filter(pl.col("families") == 1)
    met = others.join(sole.select("h", "core", "adults", "oldest", "sex"), on="h", suffix="_family")
    is_couple = (
        (pl.col("adults") == 1)
        & (pl.col("adults_family") == 1)
        & ((pl.col("oldest") - pl.col("oldest_family")).abs() < GENERATION_YEARS)
        & (pl.concat_list("sex", "sex_family").list.sort().list.join(" ") == "female male")
    )
    is_elder = (pl.col("youngest") - pl.col("oldest_family") >= GENERATION_YEARS) & (pl.col("homes") == 1)
    taken = met.filter(
        pl.col("by_family_agency")
        | is_couple.fill_null(False)
        | is_elder.fill_null(False)
        | ((pl.col("adults_family") == 0) & (pl.col("others") == 1))
    ).select(a="core", b="core_family")
    return _without_conflicts(pl.concat([taken, _couples(families), _orphans(families)]), nodes, area)


def _describe(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One row per core and home: how many, how old, of what sex, and who knows them there."""
    rows = (
        nodes.select("core", "p", "h")
        .unique()
        .join(area.people.select("p", "is_child", "is_expecting", "age", "sex", "is_looked_after"), on="p")
        .join(area.homes.select("p", "h", "by_family_agency"), on=["p", "h"], how="left")
        .join(area.homes.filter(pl.col("own") > 0).group_by("p").agg(homes=pl.len()), on="p", how="left")
    )
    grown = ~pl.col("is_child")
    cores = rows.group_by("h", "core").agg(
        children=pl.col("is_child").sum(),
        adults=grown.sum(),
        expecting=pl.col("is_expecting").any(),
        looked_after=(pl.col("is_looked_after") & pl.col("is_child")).all(),
        oldest=pl.col("age").filter(grown).max(),
        youngest=pl.col("age").filter(grown).min(),
        sex=pl.col("sex").filter(grown).min(),
        homes=pl.col("homes").max(),
        by_family_agency=pl.col("by_family_agency").fill_null(False).any(),
    )
    # A looked-after child at an address with nobody of its name is with its foster carers.
    placed = pl.col("looked_after") & (pl.col("children") > 0) & (pl.col("adults") == 0)
    return cores.filter(~placed).sort("h", "core")


def _couples(families: pl.DataFrame) -> pl.DataFrame:
    """Edges between two lone parents of one generation, a man and a woman, each with children, at one home."""
    pair = families.filter((pl.col("families") == 2) & (pl.col("adults") == 1) & (pl.col("children") > 0))
    return (
        pair.group_by("h", maintain_order=True)
        .agg(
            a=pl.col("core").first(),
            b=pl.col("core").last(),
            n=pl.len(),
            sexes=pl.col("sex").sort().str.join(" "),
            gap=pl.col("oldest").max() - pl.col("oldest").min(),
        )
        .filter((pl.col("n") == 2) & (pl.col("sexes") == "female male") & (pl.col("gap") < GENERATION_YEARS))
        .select("a", "b")
    )


def _orphans(families: pl.DataFrame) -> pl.DataFrame:
    """Edges from children without an adult to the one family with adults at their home."""
    alone = families.filter((pl.col("adults") == 0) & (pl.col("families") > 1)).select("h", a="core")
    parents = families.filter(pl.col("adults") > 0).filter(pl.len().over("h") == 1).select("h", b="core")
    return alone.join(parents, on="h").select("a", "b")


def _without_conflicts(edges: pl.DataFrame, nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The edges between cores that no agency holds under different household numbers."""
    held = nodes.select("core", "p").unique().join(area.references, on="p").select("core", "feed", "reference").unique()
    differ = (
        edges.join(held, left_on="a", right_on="core")
        .join(held, left_on=["b", "feed"], right_on=["core", "feed"], suffix="_b")
        .group_by("a", "b", "feed")
        .agg(same=(pl.col("reference") == pl.col("reference_b")).any())
        .filter(~pl.col("same"))
    )
    return edges.join(differ, on=["a", "b"], how="anti")

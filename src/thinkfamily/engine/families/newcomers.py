"""Who else at a family's home is of the family, when nobody says so."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area

# A person this much older or younger than a parent is a grandparent or a grown child; of a couple, the ages differ by less.
GENERATION_YEARS = 16


def newcomer_edges(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) from cores without children to the one core with children at the same home.

    A partner of a lone parent, a grandparent, a grown child: yes. A third adult of the parents' age: a lodger.
    Children without an adult at the home belong to the adults of that home.
    """
    rows = (
        nodes.select("core", "p", "h")
        .unique()
        .join(area.people.select("p", "is_child", "is_expecting", "age", "sex", "is_looked_after"), on="p")
    )
    cores = rows.group_by("h", "core").agg(
        children=pl.col("is_child").sum(),
        adults=(~pl.col("is_child")).sum(),
        expecting=pl.col("is_expecting").any(),
        looked_after=(pl.col("is_looked_after") & pl.col("is_child")).all(),
        oldest=pl.col("age").filter(~pl.col("is_child")).max(),
        youngest=pl.col("age").filter(~pl.col("is_child")).min(),
        sex=pl.col("sex").filter(~pl.col("is_child")).min(),
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
    # Two lone parents of one generation, a man and a woman, each with children, are a couple.
    pair = families.filter((pl.col("n") == 2) & (pl.col("adults") == 1) & (pl.col("children") > 0)).sort("h", "core")
    couples = (
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
    orphans = families.filter((pl.col("adults") == 0) & (pl.col("n") > 1)).select("h", a="core")
    parents = families.filter(pl.col("adults") > 0).with_columns(m=pl.len().over("h")).filter(pl.col("m") == 1)
    return pl.concat([taken, couples, orphans.join(parents.select("h", b="core"), on="h").select("a", "b")])

"""People held back at an address that their family has left, or that was never theirs: found by name at the other one."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import Area


def old_address_edges(nodes: pl.DataFrame, communal: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) from people whom nothing holds to a family, to the one family of their name at another of their addresses.

    Children without an adult, or one adult without children: they share a name with the family and a property, which is
    the home of the one and a second address of the other. An adult also has to be weakly placed at its own home (one
    agency says so, or as many say the other): a separated parent has the same name and a well-known home of its own.
    """
    people = area.people.select("p", "is_child", "is_looked_after")
    rows = nodes.select("core", "p", "h").unique().join(people, on="p")
    cores = rows.group_by("core").agg(
        pl.col("h").first(),
        children=pl.col("is_child").sum(),
        adults=(~pl.col("is_child")).sum(),
        looked_after=pl.col("is_looked_after").any(),
    )
    orphan = (pl.col("adults") == 0) & (pl.col("children") > 0)
    single = (pl.col("adults") == 1) & (pl.col("children") == 0)
    loose = cores.filter((orphan | single) & ~pl.col("looked_after")).select("core", "h", "adults")
    family = cores.filter(pl.col("children") > 0).select("core", "h", family_adults="adults")
    possible = (
        area.homes.filter(pl.col("own") > 0)
        .join(communal, on="h", how="anti")
        .select("p", "h", "own", pl.col("feeds").cast(pl.Int64))
    )
    gone = area.left.join(area.properties, on="property_id").join(communal, on="h", how="anti").select("p", "h")
    ended = gone.unique().join(possible, on=["p", "h"], how="anti").with_columns(own=pl.lit(0), feeds=pl.lit(0))
    possible = pl.concat([possible, ended.with_columns(pl.col("own", "feeds").cast(pl.Int64))])
    stated = nodes.select("core", "p").unique().join(possible, on="p")
    named = rows.select("core", "p").join(area.names, on="p").select("core", "name").unique()

    here = (
        stated.join(loose, on=["core", "h"], how="semi")
        .group_by("core")
        .agg(home_own=pl.col("own").sum(), home_feeds=pl.col("feeds").sum())
    )
    there = stated.group_by("core", "h").agg(pl.col("own").sum())
    # The family's home among the person's other addresses, or the person's home among the family's other addresses.
    forth = there.join(loose.select("core", "adults"), on="core").join(family, on="h", suffix="_family")
    back = (
        loose.select("core", "h", "adults")
        .join(there, on="h", suffix="_family")
        .join(family.select(core_family="core", family_adults="family_adults"), on="core_family")
    )
    columns = ["core", "core_family", "adults", "family_adults", "own"]
    met = (
        pl.concat([forth.select(columns), back.with_columns(own=pl.lit(0, pl.Int64)).select(columns)])
        .filter(pl.col("core") != pl.col("core_family"))
        .group_by("core", "core_family", "adults", "family_adults")
        .agg(pl.col("own").max())
        .join(here, on="core", how="left")
        .filter((pl.col("adults") > 0) | (pl.col("family_adults") > 0))
        .filter(
            (pl.col("adults") == 0)
            | (pl.col("home_feeds").fill_null(0) <= 1)
            | (pl.col("own") * 2 >= pl.col("home_own"))
        )
    )
    kin = met.join(named, on="core").join(
        named.select(core_family="core", name="name"), on=["core_family", "name"], how="semi"
    )
    # People who left one property on one day went together, whatever their names, unless they are known to live apart.
    left = nodes.select("core", "p").unique().join(area.left, on="p").select("core", "property_id", "left_on").unique()
    weak = loose.join(here, on="core", how="left").filter(pl.col("home_feeds").fill_null(0) <= 1).select("core")
    together = (
        left.join(weak, on="core", how="semi")
        .join(
            left.join(family, on="core").select("property_id", "left_on", core_family="core"),
            on=["property_id", "left_on"],
        )
        .filter(pl.col("core") != pl.col("core_family"))
    )
    kin = pl.concat([kin.select("core", "core_family"), together.select("core", "core_family")]).unique()
    # Two families there: nobody can tell which.
    return kin.filter(pl.len().over("core") == 1).select(a="core", b="core_family")


def namesake_edges(nodes: pl.DataFrame, communal: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Edges (a, b) from children without an adult to the one group with an adult that bears their name in their building.

    Where flat numbers are lost the address says nothing, but a child lives with somebody. It is never done by a hostel's
    or a refuge's address, nor where the building has two such groups.
    """
    crowds = communal.join(area.properties.filter("has_communal_word"), on="h", how="anti")
    people = nodes.select("core", "p").unique().join(area.people.select("p", "is_child", "is_looked_after"), on="p")
    cores = people.group_by("core").agg(
        adults=(~pl.col("is_child")).sum(), looked_after=pl.col("is_looked_after").any()
    )
    at = area.homes.filter(pl.col("own") > 0).join(crowds, on="h", how="semi").select("p", "h")
    buildings = pl.concat([at.with_columns(building=pl.format("home {}", "h")).drop("h"), area.buildings])
    held = (
        nodes.select("core", "p")
        .unique()
        .join(buildings, on="p")
        .join(area.names, on="p")
        .select("core", "building", "name")
        .unique()
        .join(cores, on="core")
    )
    orphans = held.filter((pl.col("adults") == 0) & ~pl.col("looked_after"))
    grown = held.filter(pl.col("adults") > 0).select("building", "name", core_family="core")
    found = orphans.join(grown, on=["building", "name"]).select("core", "core_family").unique()
    return found.filter(pl.len().over("core") == 1).select(a="core", b="core_family")

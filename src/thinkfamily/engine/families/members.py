"""The families' members as rows, each saying how its membership is known."""

from __future__ import annotations

import hashlib

import polars as pl

from thinkfamily.engine.families.area import Area
from thinkfamily.engine.families.told import Told

_WORDS = {
    "parent": "parent",
    "step_parent": "step-parent",
    "carer": "carer",
    "grandparent": "grandparent",
    "sibling": "sibling",
    "partner": "partner",
    "other_kin": "kin",
}
_INVERSE = {"parent": "child", "step_parent": "step-child", "carer": "child cared for", "grandparent": "grandchild"}


def list_members(told: Told, carers: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One row per family and person: core, p, person_id, h, role, residence, away_why.

    Args:
        told: the nodes (node, p, core, h, is_communal) after homes were joined, and what workers have said of them.
        carers: stated carers (l) of children (r), with is_with.
        area: the people.
    """
    people = area.people.select("p", "person_id", "is_child", "is_expecting", "is_adopted", "away_why")
    placed = (
        told.nodes.select("core", "p", "h", "is_communal")
        .unique(["core", "p"], keep="first", maintain_order=True)
        .join(people, on="p")
    )
    families = placed.filter(pl.col("is_child") | pl.col("is_expecting")).select("core").unique()
    resident = placed.join(families, on="core", how="semi").with_columns(
        residence=pl.when(pl.col("away_why").is_null()).then(pl.lit("with_children")).otherwise(pl.lit("away"))
    )
    # An adopted child's other parents are not looked for, nor are those whose tie has ended: they may be the birth family.
    parents = carers.filter(
        (pl.col("relationship") == "parent") & ~pl.col("is_with") & ~pl.col("is_adopted") & pl.col("is_live")
    )
    elsewhere = (
        resident.filter("is_child")
        .select("core", "h", "is_communal", r="p")
        .join(parents.select("l", "r", "lives_with"), on="r")
        .select("core", "h", "is_communal", p="l")
        .unique(["core", "p"])
        .join(resident, on=["core", "p"], how="anti")
        .join(people, on="p")
        .with_columns(residence=pl.lit("elsewhere"), away_why=pl.lit(None, pl.String))
    )
    # A child's parent of its other home is a parent living elsewhere, seen from this one.
    other_home = (
        resident.filter("is_child")
        .select("core", "h", "is_communal", r="p")
        .join(carers.filter(pl.col("is_with") & (pl.col("relationship") == "parent")).select("l", "r"), on="r")
        .select("core", "h", "is_communal", p="l")
        .unique(["core", "p"])
        .join(resident, on=["core", "p"], how="anti")
        .join(elsewhere, on=["core", "p"], how="anti")
        .join(people, on="p")
        .with_columns(residence=pl.lit("elsewhere"), away_why=pl.lit(None, pl.String))
    )
    by_word = (
        told.elsewhere.join(families, on="core", how="semi")
        .join(pl.concat([resident, elsewhere, other_home], how="diagonal"), on=["core", "p"], how="anti")
        .join(people, on="p")
        .with_columns(residence=pl.lit("elsewhere"), away_why=pl.lit(None, pl.String))
    )
    columns = ["core", "p", "person_id", "h", "is_communal", "is_expecting", "role", "residence", "away_why"]
    role = pl.when("is_child").then(pl.lit("child")).otherwise(pl.lit("adult"))
    listed = pl.concat(
        [frame.with_columns(role=role).select(columns) for frame in (resident, elsewhere, other_home, by_word)]
    )
    return listed.join(told.removed, on=["core", "p"], how="anti").sort("core", "person_id")


def name_families(members: pl.DataFrame) -> pl.DataFrame:
    """The members with family_id, from who lives in the family: the same people make the same id, in any order."""
    text = (
        members.filter(pl.col("residence") != "elsewhere")
        .select("core", pl.concat_str("person_id", "role", "residence", separator=":").alias("who"))
        .sort("core", "who")
        .group_by("core", maintain_order=True)
        .agg(pl.col("who").str.join(","))
    )
    ids = ["F" + hashlib.sha256(who.encode()).hexdigest()[:16] for who in text["who"]]
    return members.join(text.select("core").with_columns(family_id=pl.Series(ids, dtype=pl.String)), on="core")


def _phrases(members: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One row per core and person with what is stated of their ties to other members: core, p, stated."""
    ties = area.ties.filter(pl.col("relationship").is_in(list(_WORDS)))
    word, inverse = (
        pl.col("relationship").replace_strict(_WORDS),
        pl.col("relationship").replace(_INVERSE).replace(_WORDS),
    )
    each = pl.concat(
        [
            ties.select(p="l", other="r", word=word, feeds="feeds"),
            ties.select(p="r", other="l", word=inverse, feeds="feeds"),
        ]
    )
    inside = members.select("core", "p")
    return (
        inside.join(each, on="p")
        .join(inside.select("core", other="p"), on=["core", "other"])
        .with_columns(feed=pl.col("feeds").str.split(","))
        .explode("feed")
        .with_columns(feed=pl.col("feed").str.replace_all("_", " "))
        .select("core", "p", "word", "feed")
        .unique()
        .sort("core", "p", "word", "feed")
        .group_by("core", "p", "word", maintain_order=True)
        .agg(pl.col("feed").str.join(", "))
        .with_columns(stated=pl.format("stated as {} by {}", "word", "feed"))
        .group_by("core", "p", maintain_order=True)
        .agg(pl.col("stated").str.join("; "))
    )


def explain_members(members: pl.DataFrame, area: Area, statements: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """The members with known_by, from_on and until_on.

    Args:
        members: with core, p, h and residence.
        area: the ties.
        statements: p, h, records, from_on: what is stated of a person at a property.
        said: core, p, said_on: who a worker has said is of the family, and since when.
    """
    shares = members.filter((pl.col("residence") == "with_children") & ~pl.col("is_communal").fill_null(False))
    here = shares.select("core", "p", "h").join(statements, on=["p", "h"])
    told = (
        members.join(_phrases(members, area), on=["core", "p"], how="left")
        .join(here.select("core", "p", "records", "from_on"), on=["core", "p"], how="left")
        .join(said, on=["core", "p"], how="left")
        .with_columns(
            adults=((pl.col("role") == "adult") & (pl.col("residence") != "elsewhere")).sum().over("core"),
            size=pl.len().over("core"),
        )
    )
    home = (
        pl.when(pl.col("records").is_null())
        .then(None)
        .when(pl.col("records") == 1)
        .then(pl.lit("same home by 1 record"))
        .otherwise(pl.format("same home by {} records", "records"))
    )
    known = pl.concat_str(
        [
            pl.format("a worker said so on {}", pl.col("said_on").dt.strftime("%-d %B %Y")),
            "stated",
            pl.when(pl.col("size") > 1).then(home),
            pl.when(pl.col("residence") == "away").then(pl.format("away: {}", pl.col("away_why"))),
            pl.when(pl.col("residence") == "elsewhere").then(pl.lit("lives at another home")),
            pl.when((pl.col("adults") == 0) & (pl.col("role") == "child")).then(
                pl.lit("no adult of this child was found")
            ),
        ],
        separator="; ",
        ignore_nulls=True,
    )
    return told.with_columns(
        from_on=pl.coalesce("from_on", "said_on"),
        until_on=pl.lit(None, pl.Date),
        known_by=pl.when(known == "")
        .then(
            pl.when(pl.col("is_expecting"))
            .then(pl.lit("expects a child"))
            .otherwise(pl.lit("shares a name or a number with the family"))
        )
        .otherwise(known),
    )

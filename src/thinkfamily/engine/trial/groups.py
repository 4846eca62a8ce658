"""The groups that families are counted in: area, age of the youngest child, and ethnic group where it is held."""

from __future__ import annotations

from datetime import date

import polars as pl

from thinkfamily.engine.run_folder import Run

# First code of each band of ages, and the band in words.
AGES = ((0, "Under 5"), (5, "5 to 10"), (11, "11 to 15"), (16, "16 or 17"))
NO_CHILD_YET = "An expected child only"
NOT_KNOWN = "Not known"
SEVERAL = "More than one group"
NOT_NATIONAL = "A category of the agency's own"

# Census 2021 of England and Wales, 20 tick-box categories (ethnic_group_tb): codes by broad group.
# Source: ONS, Census 2021 dictionary, variable Ethnic group,
# https://ons.gov.uk/census/census2021dictionary/variablesbytopic/ethnicgroupnationalidentitylanguageandreligionvariablescensus2021/ethnicgroup
BROAD = (
    ("Asian, Asian British or Asian Welsh", range(1, 6)),
    ("Black, Black British, Black Welsh, Caribbean or African", range(6, 9)),
    ("Mixed or multiple ethnic groups", range(9, 13)),
    ("White", range(13, 18)),
    ("Other ethnic group", range(18, 20)),
)
ETHNIC = (*(name for name, _ in BROAD), SEVERAL, NOT_NATIONAL, NOT_KNOWN)
YOUNGEST = (NO_CHILD_YET, *(name for _, name in AGES), NOT_KNOWN)


def groups(run: Run, as_at: date) -> pl.DataFrame:
    """One row per family with a child or an expected child: family_id, area, youngest, ethnic.

    ``ethnic`` is the broad group that all its members share whose group is held; ``area`` is *Not known* where none is.
    """
    families = run.table("cohort").select("family_id", pl.col("area").fill_null(NOT_KNOWN)).collect()
    now = run.table("family_member").filter(
        pl.col("residence") != "elsewhere",
        pl.col("from_on").is_null() | (pl.col("from_on") <= as_at),
        pl.col("until_on").is_null() | (pl.col("until_on") > as_at),
    )
    members = now.select("family_id", "person_id", "role").unique().collect()
    return (
        families.join(_youngest(run, members), on="family_id", how="left")
        .join(_ethnic(run, members), on="family_id", how="left")
        .with_columns(pl.col("youngest").fill_null(NO_CHILD_YET), pl.col("ethnic").fill_null(NOT_KNOWN))
        .sort("family_id")
    )


def _youngest(run: Run, members: pl.DataFrame) -> pl.DataFrame:
    """One row per family with a child: the band of the youngest whose age is known."""
    children = members.filter(role="child").join(
        run.table("person").select("person_id", "age").collect(), on="person_id", how="left"
    )
    youngest = children.group_by("family_id").agg(pl.col("age").min())
    band = pl.lit(NOT_KNOWN)
    for first, name in AGES:
        band = pl.when(pl.col("age") >= first).then(pl.lit(name)).otherwise(band)
    return youngest.select("family_id", band.alias("youngest"))


def _ethnic(run: Run, members: pl.DataFrame) -> pl.DataFrame:
    """One row per family of which any member's group is held."""
    broad = {str(code): name for name, codes in BROAD for code in codes}
    held = run.table("trial_person").select(
        "person_id",
        pl.col("ethnicity").replace_strict(broad, default=NOT_NATIONAL, return_dtype=pl.String).alias("ethnic"),
        pl.col("ethnicity"),
    )
    known = held.filter(pl.col("ethnicity").is_not_null()).select("person_id", "ethnic").collect()
    by_family = members.join(known, on="person_id").group_by("family_id")
    return by_family.agg(
        pl.when(pl.col("ethnic").n_unique() > 1).then(pl.lit(SEVERAL)).otherwise(pl.col("ethnic").min()).alias("ethnic")
    )

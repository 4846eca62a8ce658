"""The two files of an open single-view project's sample: children's social care, and education."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.layouts.carried import carried, with_event

_PEOPLE = ("first_name", "last_name", "date_of_birth", "sex", "address")
_SEX = {"male": "Male", "female": "Female", "other": "Other"}
_COUNCIL = "Northgate Council"


def write_education(folder: Path, extract: Extract, as_at: date) -> tuple[list[str], Extract]:
    """Write the education file: a child a row, with the school."""
    kept = carried(extract, with_event(extract, "school_roll"), _PEOPLE, ("school_roll",), ("until_on", "service"))
    last = _last(kept)
    _rows(kept, last).with_columns(
        pl.col("service").alias("School Name"),
        pl.lit("").alias("Contact Number"),
        pl.lit("test").alias("Admission Type"),
    ).drop("service").write_csv(folder / "education.csv")
    current = last.filter(pl.col("until_on").is_null()).with_columns(detail=pl.lit(None, pl.String))
    return ['map = "single_view_education"'], replace(_named(kept), events=current)


def write_social_care(folder: Path, extract: Extract, as_at: date) -> tuple[list[str], Extract]:
    """Write the social care file: a child a row, with the authority and the worker."""
    kept = carried(extract, with_event(extract, "csc_contact"), _PEOPLE, ("csc_contact",))
    last = _last(kept).with_columns(
        service=pl.lit(_COUNCIL), reference=pl.lit(None, pl.String), role=pl.lit(None, pl.String)
    )
    last = last.with_columns(until_on=pl.lit(None, pl.Date), detail=pl.lit(None, pl.String))
    _rows(kept, last).with_columns(
        pl.col("service").alias("Local Authority Organisation"),
        pl.lit("A Worker").alias("Contact Name"),
        pl.lit("Social Worker").alias("Contact Role"),
    ).drop("service").write_csv(folder / "csc.csv")
    return ['map = "single_view_social_care"'], replace(_named(kept), events=last)


def _last(kept: Extract) -> pl.DataFrame:
    """Each child's latest involvement."""
    return kept.events.sort("record_id", "from_on").unique("record_id", keep="last", maintain_order=True)


def _rows(kept: Extract, last: pl.DataFrame) -> pl.DataFrame:
    held = last.select("record_id", "from_on", "service", is_over=pl.col("until_on").is_not_null())
    rows = kept.people.join(held, on="record_id", how="left", maintain_order="left")
    involved = pl.when(pl.col("is_over")).then(pl.lit("Historic")).otherwise(pl.lit("Current"))
    return rows.select(
        pl.col("record_id").alias("Cms Id"),
        pl.col("first_name").alias("First Name"),
        pl.col("last_name").alias("Last Name"),
        pl.col("date_of_birth").alias("Date Of Birth"),
        pl.col("sex").replace_strict(_SEX, default="Unknown").alias("Gender"),
        pl.col("address").alias("Address"),
        involved.alias("Service Involvement"),
        pl.col("from_on").alias("Start Date Of Last Involvement"),
        "service",
    )


def _named(kept: Extract) -> Extract:
    """The layout tells only what it can: an unknown sex is told as unknown."""
    return replace(kept, people=kept.people.with_columns(sex=pl.col("sex").fill_null("unknown")))

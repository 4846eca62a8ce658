"""Public data sets with known truth, as person records: what our linkage makes of data it was not written for.

Neither set fits wholly. Their social security numbers have no column in the extract contract: they are left out, or stand
in for the National Insurance number where a test asks for it (its form is checked by intake, which these records do not
pass). The people whom a tax form names beside its filer are left out. Birth dates that intake would call bad are empty.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from thinkfamily.engine.intake.places import place_records
from thinkfamily.engine.linkage import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.tables.supplied import Decision, Record

SEXES = {"Male": "male", "Female": "female"}
# A mailing address is as much the person's as a home address here.
PLACE_PREFIXES = ("mailing_address_", "")
EARLIEST = date(1890, 1, 1)


def read_febrl(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two halves of febrl4 as feeds ``a`` and ``b``: records, and whose each is (``feed``, ``record_id``, ``person``)."""
    halves = []
    for feed in ("a", "b"):
        held = pl.read_csv(folder / f"dataset4{feed}.csv", infer_schema=False)
        held = held.rename({name: name.strip() for name in held.columns})
        halves.append(
            held.select(pl.all().str.strip_chars().replace("", None)).select(
                pl.lit(feed).alias("feed"),
                record_id="rec_id",
                first_name="given_name",
                last_name="surname",
                date_of_birth=_day("%Y%m%d"),
                address=_words("address_2", "street_number", "address_1", "suburb"),
                postcode="postcode",
                nino="soc_sec_id",
            )
        )
    records = pl.concat(halves)
    # rec-1070-org and rec-1070-dup-0 are one person.
    whose = records.select("feed", "record_id", person=pl.col("record_id").str.extract(r"^rec-(\d+)-"))
    return _shaped(records), whose


def read_pseudopeople(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every agency of a folder of Parquet files, as pseudopeople generates them: records, and whose each is."""
    feeds = [_agency(file) for file in sorted(folder.glob("*.parquet"))]
    together = pl.concat(feeds, how="diagonal")
    return _shaped(together.drop("person")), together.select("feed", "record_id", "person")


def _agency(file: Path) -> pl.DataFrame:
    held = pl.read_parquet(file).with_row_index("row")
    is_dated = "date_of_birth" in held.columns
    if file.stem == "social_security":  # a birth and a death are two entries on one person
        held = held.filter(pl.col("event_type") == "creation")
    prefix = next((name for name in PLACE_PREFIXES if f"{name}street_name" in held.columns), None)
    held = held.with_columns(pl.selectors.string().str.strip_chars().replace("", None))
    middle = next(name for name in ("middle_name", "middle_initial") if name in held.columns)
    columns = {
        "record_id": pl.format("{}", "row"),
        "first_name": pl.col("first_name"),
        "middle_names": pl.col(middle),
        "last_name": pl.col("last_name"),
        "person": pl.col("simulant_id"),
    }
    if is_dated:
        form = "%Y%m%d" if file.stem == "social_security" else "%m/%d/%Y"
        columns["date_of_birth"] = _day(form)
    if "ssn" in held.columns:
        columns["nino"] = pl.col("ssn")
    if "sex" in held.columns:
        columns["sex"] = pl.col("sex").replace_strict(SEXES, default=None)
    if prefix is not None:
        unit = f"{prefix}unit_number"
        columns["address"] = _words(unit, f"{prefix}street_number", f"{prefix}street_name", f"{prefix}city")
        columns["postcode"] = pl.col(f"{prefix}zipcode")
    return held.select(pl.lit(file.stem).alias("feed"), **columns)


def _words(*columns: str) -> pl.Expr:
    joined = pl.concat_str([pl.col(name) for name in columns], separator=" ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _day(form: str) -> pl.Expr:
    read = pl.col("date_of_birth").str.to_date(form, strict=False)
    return pl.when(read.is_between(EARLIEST, date(2030, 12, 31))).then(read)


def _shaped(records: pl.DataFrame) -> pl.DataFrame:
    """The table ``record``: in order, numbered, every column there."""
    ordered = records.sort("feed", "record_id").with_columns(record_no=pl.int_range(pl.len(), dtype=pl.Int64))
    return pl.concat([Record.create_empty(), ordered], how="diagonal").select(Record.column_names())


def link(records: pl.DataFrame, whose: pl.DataFrame, *, with_numbers: bool) -> pl.DataFrame:
    """One row per record: ``person_id`` ours, ``person`` the true one."""
    store = Store()
    try:
        store.put("record", records if with_numbers else records.with_columns(nino=pl.lit(None, pl.String)))
        store.put("decision", Decision.create_empty())
        place_records(store)
        STAGE.run(store, Settings(Path("extracts"), date(2026, 9, 30)))
        return store.frame("from record_person").join(whose, on=["feed", "record_id"])
    finally:
        store.close()

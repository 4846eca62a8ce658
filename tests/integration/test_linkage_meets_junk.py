"""Placeholders and defaults by the thousand: linkage must neither fall over nor compare everyone with everyone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.drawn import draw

from thinkfamily.engine.intake.places import place_records
from thinkfamily.engine.linkage import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.tables.supplied import Decision, Record

MANY = 4_000
EVERY_DATE = pl.lit(date(1950, 1, 1)) + pl.duration(days="record_no")


def junk(**columns: str | pl.Expr) -> pl.DataFrame:
    """Many records that hold the same values in the columns given, and nothing in the others."""
    empty = draw(Record, "feed | record_id").clear()
    rows = pl.DataFrame({"record_no": range(MANY)}, schema={"record_no": pl.Int64})
    said = {name: pl.lit(value) if isinstance(value, str) else value for name, value in columns.items()}
    rows = rows.with_columns(
        feed=pl.lit("police"), record_id="P" + pl.col("record_no").cast(pl.String).str.zfill(6), **said
    )
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in empty.schema.items() if name not in rows.columns]
    return rows.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in empty.schema.items())


@pytest.mark.parametrize(
    "records",
    [
        junk(first_name="Unknown", last_name="Unknown", date_of_birth=pl.lit(date(1970, 1, 1)), postcode="XX1 1AA"),
        junk(first_name="John", last_name="Testling", postcode="XX1 1AA", date_of_birth=EVERY_DATE),
        junk(first_name="John", last_name="Testling", address="1 Sample Road", postcode="XX1 1AA", sex="male"),
        junk(address=pl.format("{} nowhere in particular", "record_no"), postcode="XX1 1AA"),
        junk(),
    ],
    ids=["one default date", "one name, every date", "one name, one home", "addresses without end", "nothing at all"],
)  # fmt: skip
def test_many_like_records_are_linked_in_bounds_and_one_row_each(records: pl.DataFrame) -> None:
    store = Store(memory_limit="1GB")
    store.put("record", records)
    store.put("decision", Decision.create_empty())
    place_records(store)
    STAGE.run(store, Settings(Path("extracts"), date(2026, 9, 30)))
    assert store.value("select count(*) from record_person") == MANY
    # Comparing everyone with everyone would leave millions of pairs behind.
    assert store.value("select count(*) from link") < 20 * MANY

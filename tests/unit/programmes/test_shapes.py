"""The stage writes the two tables exactly as declared, sorted, and the entry rule reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from tests.spec.needs.example import given_store

from thinkfamily.engine.needs import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.programmes.framework import load_programme
from thinkfamily.tables import made

FAMILY = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    one    | kit    | child | 2014-05-05
    two    | bea    | adult | 1990-01-01
"""
# Family one: crime (police), benefits and worklessness (DWP): three criteria, two agencies.
# Family two: crime and domestic violence: two criteria, one agency.
EVENTS = """
    person | event                   | from_on    | until_on | reference
    ann    | arrest                  | 2026-01-01 | -        | A1
    ann    | out_of_work_benefit     | 2024-01-01 | -        | -
    bea    | arrest                  | 2026-01-01 | -        | A2
    bea    | domestic_abuse_incident | 2026-01-01 | -        | D1
"""


def run() -> Store:
    store = given_store(FAMILY, EVENTS)
    STAGE.run(store, Settings(Path(), date(2026, 9, 30)))
    return store


def test_the_tables_have_their_declared_shape() -> None:
    store = run()
    for name, schema in (("indicator", made.Indicator), ("evidence", made.Evidence)):
        rows = store.frame(f"select * from {name}")
        assert rows.columns == schema.column_names()
        schema.validate(rows)
    assert not [name for (name,) in store.rows("select table_name from duckdb_tables()") if name.startswith("needs_")]


def test_rows_are_sorted_and_the_same_each_time() -> None:
    first, second = run(), run()
    for name in ("indicator", "evidence"):
        rows = first.frame(f"select * from {name}")
        assert rows.equals(second.frame(f"select * from {name}"))
        keys = ["family_id", "person_id", "programme", "criterion"]
        assert rows.select(keys).equals(rows.select(keys).sort(keys, nulls_last=False, maintain_order=True))


def test_entry_needs_criteria_and_agencies() -> None:
    store = run()
    tables = store.ibis
    entry = load_programme("westminster_3_percent").entry
    judged = entry.judge(
        "westminster_3_percent", tables.table("indicator"), tables.table("evidence"), tables.table("event_type")
    )
    rows = pl.DataFrame(judged.order_by("family_id").to_pyarrow()).rows()
    assert rows == [("one", 3, 2, 2, True, False), ("two", 2, 2, 1, False, False)]


def test_evidence_names_the_agency_record() -> None:
    rows = run().frame("select * from evidence where criterion = 'crime'")
    assert rows.select("family_id", "person_id", "feed", "record_id", "event", "reference").rows() == [
        ("one", "ann", "police", "police-ann", "arrest", "A1"),
        ("two", "bea", "police", "police-bea", "arrest", "A2"),
    ]

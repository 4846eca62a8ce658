"""Worked examples of linkage: a drawn table of records in, groups of record ids out."""

from __future__ import annotations

from collections.abc import Callable
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


@pytest.fixture
def store() -> Store:
    return Store()


def link(store: Store, records: str, decisions: str | None = None) -> set[frozenset[str]]:
    """Link drawn records; returns the record ids of each person."""
    drawn = draw(Record, records).sort("feed", "record_id")
    store.put("record", drawn.with_columns(record_no=pl.int_range(pl.len(), dtype=pl.Int64)))
    store.put("decision", draw(Decision, decisions) if decisions else Decision.create_empty())
    place_records(store)
    STAGE.run(store, Settings(Path("extracts"), date(2026, 9, 30)))
    people = store.frame("from record_person").group_by("person_id").agg("record_id")
    return {frozenset(ids) for ids in people["record_id"].to_list()}


@pytest.fixture
def people(store: Store) -> Callable[..., set[frozenset[str]]]:
    return lambda records, decisions=None: link(store, records, decisions)

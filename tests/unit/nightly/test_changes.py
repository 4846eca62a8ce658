"""Each id that came or went, once, with its cause, between two nights drawn by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from thinkfamily.engine.nightly import keep_ids, list_changes
from thinkfamily.engine.run_folder import Run
from thinkfamily.engine.store import Engine, open_store

# Records by feed and number; a letter is a person. A and B become one, C comes apart, D goes, E comes; F stays.
BEFORE = {
    "A": ["police/1", "police/2"],
    "B": ["health/1"],
    "C": ["health/2", "health/3", "dwp/4"],
    "D": ["dwp/1"],
    "F": ["dwp/2"],
}
NOW = {
    "a": ["police/1", "police/2", "health/1"],
    "c": ["health/2", "health/3"],
    "x": ["dwp/4"],
    "e": ["youth_justice/9"],
    "f": ["dwp/2"],
}
# The family of A and B has a member less; that of C comes apart; that of D goes; E's comes.
HOMES_BEFORE = {"G": "AB", "H": "CF", "I": "D"}
HOMES_NOW = {"g": "a", "h": "c", "k": "f", "j": "e"}


def records(people: dict[str, list[str]]) -> pl.DataFrame:
    rows = [(*record.split("/"), person) for person, held in people.items() for record in held]
    return pl.DataFrame(rows, schema=["feed", "record_id", "person_id"], orient="row")


def members(homes: dict[str, str]) -> pl.DataFrame:
    rows = [(family, person, "child", "with_children") for family, people in homes.items() for person in people]
    return pl.DataFrame(rows, schema=["family_id", "person_id", "role", "residence"], orient="row")


def links() -> pl.DataFrame:
    rows = [
        ("police", "1", "health", "1", "model", 9.0, "same phone", "linked"),
        ("police", "2", "health", "1", "model", 12.0, "same first name", "linked"),
        ("health", "3", "dwp", "4", "model", 3.0, "refused: different first names", "refused"),
        ("health", "2", "health", "3", "exact", 20.0, "same home", "linked"),
    ]
    columns = ["feed_l", "record_id_l", "feed_r", "record_id_r", "pass", "weight_bits", "reasons", "outcome"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_merges_splits_arrivals_and_departures(tmp_path: Path) -> None:
    records(BEFORE).write_parquet(tmp_path / "record_person.parquet")
    members(HOMES_BEFORE).write_parquet(tmp_path / "family_member.parquet")
    before, store = Run(tmp_path, {}), open_store(Engine.DUCKDB, None, threads=1, memory_limit="1GB")
    store.put("record_person", records(NOW))
    store.put("family_member", members(HOMES_NOW))
    store.put("link", links())
    keep_ids(store, before)
    counts = list_changes(store, before)
    changes = store.frame("from id_change order by all").rows()
    store.close()
    assert changes == [
        ("arrival", None, "e", "new records of: youth justice"),
        ("arrival", None, "j", "nobody of it was known before"),
        ("departure", "D", None, "its records left or were set aside: dwp"),
        ("departure", "I", None, "nobody of it is known any more"),
        ("merge", "B", "A", "linked now: model pass: same first name"),
        ("split", "C", "x", "no longer linked: model pass: refused: different first names"),
        ("split", "H", "k", "some members are a family of their own now"),
    ]
    assert (counts["people_kept"], counts["families_kept"]) == (3, 2)

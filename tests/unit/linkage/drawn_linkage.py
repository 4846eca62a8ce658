"""Drawn records, linked: the store that is left, for tests of what linkage writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from tests.drawn import draw

from thinkfamily.engine.intake.places import place_records
from thinkfamily.engine.linkage import STAGE
from thinkfamily.engine.linkage.comparable import make_comparable
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.tables.supplied import Decision, Record


def numbered(records: pl.DataFrame) -> pl.DataFrame:
    """The table ``record`` as intake leaves it: in order of feed and record_id, numbered."""
    return records.sort("feed", "record_id").with_columns(record_no=pl.int_range(pl.len(), dtype=pl.Int64))


def placed(records: str | pl.DataFrame) -> Store:
    """A store with records and their places."""
    store = Store()
    store.put("record", numbered(draw(Record, records) if isinstance(records, str) else records))
    place_records(store)
    return store


def compared(records: str | pl.DataFrame) -> pl.DataFrame:
    """The table ``comparable`` of some records."""
    store = placed(records)
    make_comparable(store)
    return store.frame("from comparable order by record_no")


def linked(
    records: str | pl.DataFrame, decisions: str | None = None, *, model: Path | None = None, threads: int = 2
) -> Store:
    """A store in which records are linked."""
    store = Store(threads=threads)
    store.put("record", numbered(draw(Record, records) if isinstance(records, str) else records))
    place_records(store)
    store.put("decision", draw(Decision, decisions) if decisions else Decision.create_empty())
    STAGE.run(store, Settings(Path("extracts"), date(2026, 9, 30), model=model))
    return store


def invented(people: int, *, seed: int = 1) -> pl.DataFrame:
    """Records of many people, two or three each, the second with a slip now and then: enough to train a model on."""
    import numpy as np

    rng = np.random.default_rng(seed)
    firsts = ["amara", "callum", "zuri", "winston", "maria", "kofi", "elena", "john", "sofia", "musa", "leila", "owen"]
    lasts = ["testling", "sampleton", "mockford", "dummet", "exampley", "trialson", "fixture", "stubbs", "specimen"]
    rows = []
    for person in range(people):
        first, last = firsts[rng.integers(len(firsts))], lasts[rng.integers(len(lasts))]
        last += "abcdefghij"[person % 10] + "klmnopqrst"[person // 10 % 10]
        born = date(1950 + int(rng.integers(70)), 1 + int(rng.integers(12)), 1 + int(rng.integers(28)))
        address, postcode = f"{1 + person % 90} {lasts[person % 9]} road", f"XX{person % 40} {person % 9}AA"
        for feed in range(2 + int(rng.random() < 0.3)):
            slip = rng.random() < 0.15
            rows.append(
                {
                    "feed": f"feed{feed}",
                    "record_id": f"{feed}-{person:05}",
                    "first_name": first[:-1] if slip else first,
                    "last_name": last,
                    "date_of_birth": born if rng.random() < 0.9 else None,
                    "sex": "female" if first[-1] == "a" else "male",
                    "address": address if rng.random() < 0.85 else "1 Elsewhere Lane",
                    "postcode": postcode,
                }
            )
    return pl.concat([Record.create_empty(), pl.DataFrame(rows)], how="diagonal").select(Record.column_names())

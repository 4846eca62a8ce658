"""What a run knows, put back into a store as the stages had it: as much of it as some criteria read."""

from __future__ import annotations

from datetime import date

import polars as pl

from thinkfamily.engine.run_folder import Run
from thinkfamily.engine.store import Store
from thinkfamily.programmes.criterion import Criterion

_FEED_DAYS = ("covers_from", "covers_until")
# What stands in the store under the name that the stages read it by.
_AS_THEY_ARE = ("family_member", "relationship")


def given(run: Run, criteria: tuple[Criterion, ...]) -> Store:
    """A store with what the run was judged on, and those of its events that some criteria read.

    Raises:
        RunFolderError: when the run keeps too little, being of an earlier version.
    """
    names = sorted({name for criterion in criteria for name in criterion.events} | {"pregnancy"})
    record = run.table("trial_record").collect()
    tables = {
        # The number that an event had in the run hangs on the order of rows in files, and is not kept.
        "event": run.table("trial_event").filter(pl.col("event").is_in(names)).collect().with_row_index("event_no"),
        "record": record.select("record_no", "feed"),
        "person_record": record.select("record_no", "person_id"),
        "person_detail": run.table("trial_person").select("person_id", "date_of_birth").collect(),
        "term": run.table("trial_term").collect(),
        "event_type": run.table("trial_event_type").collect(),
        "not_supplied": run.table("trial_not_supplied").collect(),
        "feed": _feeds(run),
        **{name: run.table(name).collect() for name in _AS_THEY_ARE},
    }
    store = Store()
    for name, table in tables.items():
        store.put(name, table)
    return store


def _feeds(run: Run) -> pl.DataFrame:
    """One row per feed of run.json: what it covers."""
    told = [
        {**{name: each[name] for name in ("feed", "absence_means")}, **{name: _day(each[name]) for name in _FEED_DAYS}}
        for each in run.facts["feeds"]
    ]
    return pl.DataFrame(told, schema_overrides=dict.fromkeys(_FEED_DAYS, pl.Date)).sort("feed")


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))

"""Which values are frequent: what a model knows of an area beside its chances, counted once and kept with it.

A number that many records share identifies nobody; a rare name says more than a usual one; a default date brings everyone
together. Were these counted anew each night, one more record would move the weight of every pair.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from thinkfamily.core.errors import RuleError
from thinkfamily.engine.store import Store
from thinkfamily.tables.kept import FrequentValue

FREQUENT_FILE = "frequent_value.parquet"
# Names whose rarer values weigh more.
WEIGHED = ("first", "last")
# A name less than so many times as usual as the rarest tells who bears it: it is not kept.
KEPT_FROM = 6
# Stands for every name that is not kept.
ANY_OTHER = ""


def begin_counting(store: Store) -> None:
    """Make an empty `frequent_value`, one row per kind and frequent value."""
    store.put("frequent_value", FrequentValue.create_empty())


def recall_frequent(store: Store, model: Path) -> bool:
    """Make `frequent_value` as it lies beside a stored model; whether any does.

    Args:
        store: receives the table.
        model: a run folder, or the model's file alone, which knows of no values.

    Raises:
        RuleError: it cannot be read.
    """
    if not model.is_dir():
        return False
    try:
        rows = FrequentValue.validate(pl.read_parquet(model / FREQUENT_FILE, glob=False), cast=False)
    except (OSError, pl.exceptions.PolarsError):
        raise RuleError(
            "TF-LINK-003",
            FREQUENT_FILE,
            found="Found no readable table of frequent values in the run that --model or --previous names.",
            means="Nothing was linked.",
            do="Name a run made by this version, or its model.json alone.",
        ) from None
    store.put("frequent_value", rows)
    return True


def count_frequent(store: Store, kind: str, query: str) -> None:
    """Add the values of a query to `frequent_value`.

    Args:
        store: holds the table.
        kind: what the values are.
        query: gives value, and share where rarer values weigh more.
    """
    store.run(f"insert into frequent_value by name select '{kind}' as kind, * from ({query})")


def frequent(kind: str) -> str:
    """SQL: the frequent values of a kind."""
    return f"(select value from frequent_value where kind = '{kind}')"


def count_names(store: Store) -> None:
    """Add what share of the groups bears each name.

    Reads:   composite.
    """
    for name in WEIGHED:
        total = store.value(f"select count({name}) from composite")
        count_frequent(
            store,
            name,
            f"""select {name} as value, count(*)::double / {total} as share from composite
            where {name} is not null group by {name}""",
        )


def forget_rare_names(store: Store) -> None:
    """Leave in `frequent_value` the names that many bear, and in place of all others one row: how rare the rarest is."""
    for name in WEIGHED:
        rarest = store.value(f"select min(share) from frequent_value where kind = '{name}'")
        if rarest is None:
            continue
        store.run(f"delete from frequent_value where kind = '{name}' and share < {KEPT_FROM} * {rarest!r}::double")
        store.run(f"insert into frequent_value values ('{name}', '{ANY_OTHER}', {rarest!r}::double)")


def put_shares(store: Store, name: str) -> str:
    """Make a table of the share of each name that `composite` holds, and give its name.

    A name that is not among them, because few or none bore it when the shares were counted, is as rare as the rarest.
    """
    table = f"share_of_{name}"
    store.make(
        table,
        f"""
        select {name}, coalesce(f.share, (select min(share) from frequent_value where kind = '{name}'), 1.0) as tf_{name}
        from (select distinct {name} from composite where {name} is not null) h
            left join frequent_value f on f.kind = '{name}' and f.value = h.{name}
        """,
    )
    return table

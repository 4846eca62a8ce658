"""What an extracts folder holds, counted: the figures that the data-quality report is made of. No row of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from thinkfamily.core.progress import Progress
from thinkfamily.engine.intake.changed_rows import fingerprint_rows
from thinkfamily.engine.intake.columns import PEOPLE
from thinkfamily.engine.intake.delivery import read_extracts
from thinkfamily.engine.intake.warned import Delivery
from thinkfamily.engine.store import Store

_IDENTIFIERS = ("nhs_number", "upn", "nino")


@dataclass(frozen=True)
class Profile:
    """Counts of one extracts folder.

    Args:
        name: the area's name, or the folder's.
        delivery: warnings and how each file was read.
        feeds: one row per feed, with first and last event and counts of its rows.
        counts: one row per feed, file and table.
        set_aside: one row per feed, file, table, column, code and severity, with the number of rows.
        filled: one row per feed and column of people, with the share of accepted records that hold a value.
        identifiers: one row per feed and identifier that it holds, with how many fail their check.
        mix: one row per feed and event, with the number of events.
        months: one row per feed and month that it wholly covers, with the number of events; nought too.
        not_supplied: one row per feed that can say nothing of some of its events, with their ids.
        fingerprints: one row per accepted row, to tell what changed; None where nothing is compared.
    """

    name: str
    delivery: Delivery
    feeds: pl.DataFrame
    counts: pl.DataFrame
    set_aside: pl.DataFrame
    filled: pl.DataFrame
    identifiers: pl.DataFrame
    mix: pl.DataFrame
    months: pl.DataFrame
    not_supplied: pl.DataFrame
    fingerprints: pl.DataFrame | None = None


def profile_extracts(extracts: Path, today: date, progress: Progress, *, compares: bool = False) -> Profile:
    """Read an extracts folder as a run would, and count; the rows themselves stay in memory and go.

    What does not fit into memory lies in a temporary folder, readable by its owner alone, until the counting is done.

    Args:
        extracts: the folder.
        today: the day on which a real feed's power must be in date.
        progress: is told of each feed.
        compares: whether to take the rows' fingerprints, for ``count_changes``.

    Raises:
        UserError: as reading the folder does; a real feed without a power in date is refused here too.
    """
    with TemporaryDirectory(prefix="thinkfamily-") as spill:
        return _profile(Store(Path(spill)), extracts, today, progress, compares)


def _profile(store: Store, extracts: Path, today: date, progress: Progress, compares: bool) -> Profile:
    try:
        delivery = read_extracts(store, extracts, today, progress)
        progress.begin("Counting")
        return Profile(
            name=delivery.area.name or extracts.resolve().name,
            delivery=delivery,
            feeds=store.frame(_FEEDS),
            counts=store.frame('select * from intake_count order by feed, file, "table"'),
            set_aside=store.frame(_SET_ASIDE),
            filled=_filled(store),
            identifiers=_identifiers(store),
            mix=store.frame("select feed, event, count(*) as events from event group by all order by all"),
            months=store.frame(_MONTHS),
            not_supplied=store.frame(
                "select feed, string_agg(event, ', ' order by event) as events from not_supplied group by feed order by feed"
            ),
            fingerprints=fingerprint_rows(store) if compares else None,
        )
    finally:
        store.close()


_FEEDS = """
with span as (select feed, min(from_on) as first_event, max(from_on) as last_event from event group by feed),
read as (
    select feed, sum(rows_read)::bigint as rows_read, sum(rows_accepted)::bigint as rows_accepted,
        sum(rows_set_aside)::bigint as rows_set_aside
    from intake_count group by feed
),
ignored as (select feed, count(*) as values_ignored from set_aside where severity = 'value' group by feed)
select feed, agency, extract_on, covers_from, covers_until, first_event, last_event,
    coalesce(rows_read, 0) as rows_read, coalesce(rows_accepted, 0) as rows_accepted,
    coalesce(rows_set_aside, 0) as rows_set_aside, coalesce(values_ignored, 0) as values_ignored
from feed left join span using (feed) left join read using (feed) left join ignored using (feed)
order by feed
"""

_SET_ASIDE = """
select feed, file, "table", "column", code, severity, count(*) as rows, min(row) as first_row, 
    -- Of several columns of theirs, none is named.
    case when count(distinct reason) = 1 then min(reason) else split_part(min(reason), ' Their column: ', 1) end as reason
from set_aside group by feed, file, "table", "column", code, severity
order by feed, file, "table", severity, code, "column"
"""

# A month counts where the feed covers the whole of it. A measured period touches each of its months; anything else
# the month in which it began.
_MONTHS = """
with covered as (
    select feed, unnest(generate_series(
        date_trunc('month', covers_from + interval 1 month - interval 1 day)::timestamp,
        date_trunc('month', least(covers_until, extract_on + 1)) - interval 1 month,
        interval 1 month
    ))::date as month
    from feed
),
begun as (
    select e.feed, date_trunc('month', from_on)::date as month, count(*) as events
    from event e group by all
),
touched as (
    select distinct feed, unnest(generate_series(
        date_trunc('month', from_on)::timestamp, date_trunc('month', until_on - 1)::timestamp, interval 1 month
    ))::date as month
    from (
        select distinct feed, from_on, until_on from event join event_type using (event, feed)
        where shape = 'measure' and until_on > from_on
    )
)
select feed, month, coalesce(events, 0) as events, touched.month is not null or coalesce(events, 0) > 0 as is_touched
from covered left join begun using (feed, month) left join touched using (feed, month)
order by feed, month
"""


def _filled(store: Store) -> pl.DataFrame:
    columns = [column.name for column in PEOPLE if column.name not in ("record_id", "objection")]
    counted = ", ".join(f'count("{name}") as "{name}"' for name in columns)
    wide = store.frame(f"select feed, count(*) as records, {counted} from record group by feed order by feed")
    long = wide.unpivot(columns, index=["feed", "records"], variable_name="column", value_name="held")
    order = pl.col("column").replace_strict({name: at for at, name in enumerate(columns)}, return_dtype=pl.Int64)
    return (
        long.with_columns(share=pl.col("held") / pl.col("records"), order=order).sort("feed", "order").drop("order")
    )  # fmt: skip


def _identifiers(store: Store) -> pl.DataFrame:
    parts = ", ".join(f"count({name}) as {name}" for name in _IDENTIFIERS)
    held = store.frame(f"select feed, {parts} from record group by feed order by feed").unpivot(
        list(_IDENTIFIERS), index="feed", variable_name="identifier", value_name="right"
    )
    failing = store.frame(
        'select feed, "column" as identifier, count(*) as failing from set_aside '
        "where severity = 'value' and \"table\" = 'people' group by all"
    )
    return (
        held.join(failing, on=["feed", "identifier"], how="left")
        .with_columns(pl.col("failing").fill_null(0))
        .filter(pl.col("right") + pl.col("failing") > 0)
        .with_columns(share=pl.col("failing") / (pl.col("right") + pl.col("failing")))
        .sort("feed", "identifier")
    )

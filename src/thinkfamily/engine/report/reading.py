"""What was read: each feed's coverage and rows, what its silence means, and why rows were set aside."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report.charts import spans
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.small_numbers import Figure, percent
from thinkfamily.engine.report.wording import set_aside
from thinkfamily.programmes.agencies import feed_title

SILENCE = {
    "no": "Nothing happened: the feed holds only people to whom something did",
    "unknown": "Not known: the feed holds everyone the agency serves, and others may be served elsewhere",
}

NO_FEED = {"(area)": "The area's own: decisions on pairs"}


def as_date(value: Any) -> date:
    """A date of ``run.json``, which may be ISO text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("What was read")
    _rows(page, run)
    _feeds(page, run)
    _coverage(page, run)
    _set_aside(page, run)


def totals(run: Finished) -> tuple[int, int, int]:
    """Rows read, accepted and set aside in all."""
    counts = run.facts["intake_counts"]
    return (
        sum(count["rows_read"] for count in counts),
        sum(count["rows_accepted"] for count in counts),
        sum(count["rows_set_aside"] for count in counts),
    )


def _rows(page: Page, run: Finished) -> None:
    read, accepted, aside = totals(run)
    page.words(
        f"{number(len(run.facts['feeds']), 'feed')} handed over {number(read, 'row')}. {accepted:,} were accepted and "
        f"{aside:,} set aside, each with its reason: no row is dropped in silence."
    )
    if read != accepted + aside:
        page.warning(f"{abs(read - accepted - aside):,} rows are unaccounted for. Do not use this run.")
    # Decisions on pairs come from beside the feeds, and are rows too.
    named = {feed["feed"]: [0, 0, 0] for feed in run.facts["feeds"]}
    for count in run.facts["intake_counts"]:
        held = named.setdefault(count["feed"], [0, 0, 0])
        for at, name in enumerate(("rows_read", "rows_accepted", "rows_set_aside")):
            held[at] += count[name]
    rows: list[list[object]] = [
        [NO_FEED.get(name) or feed_title(name), *held, _of(held[2], held[0])] for name, held in named.items()
    ]
    page.table(
        "Rows of each feed: people, events and relationships together; from the counts kept while reading",
        ["Feed", "Read", "Accepted", "Set aside", "Share set aside"],
        [*rows, ["All feeds", read, accepted, aside, _of(aside, read)]],
    )


def _of(aside: int, read: int) -> Figure | None:
    """The share set aside; rows of a file are no families, so none is too small to show."""
    return percent(Decimal(aside) / Decimal(read), places=2) if read else None


def _coverage(page: Page, run: Finished) -> None:
    held = [
        (feed_title(feed["feed"]), as_date(feed["covers_from"]), as_date(feed["covers_until"]))
        for feed in run.facts["feeds"]
    ]
    short = [name for name, begins, ends in held if begins > run.year.from_on or ends < run.year.until_on]
    says = f"The period each feed covers; the line marks {run.at}, the date on which everything is judged. " + (
        f"Not covering the whole 12 months to that date: {', '.join(short)}."
        if short
        else "Every feed covers the whole 12 months to that date."
    )
    page.chart(
        spans([(name, f"{begins}", f"{ends}") for name, begins, ends in held], f"{run.as_at}", "Period covered"),
        f"Period covered by each feed, at {run.at}; from each feed's own statement",
        says,
        ["Feed", "First day", "Last day", "Covers the 12 months"],
        [[name, begins, ends - timedelta(days=1), name not in short] for name, begins, ends in held],
    )


def _feeds(page: Page, run: Finished) -> None:
    page.table(
        "Whose each feed is, and what it means that it does not name a person; from each feed's own statement",
        ["Feed", "Agency", "Extract taken", "A person it does not name"],
        [
            [
                feed_title(feed["feed"]),
                feed["agency"],
                as_date(feed["extract_on"]),
                SILENCE.get(feed["absence_means"], "Not stated"),
            ]
            for feed in run.facts["feeds"]
        ],
    )


def _set_aside(page: Page, run: Finished) -> None:
    counted = run.rows(
        run.tables["set_aside"].group_by("severity", "code", "column", "feed").agg(pl.len()).sort(pl.all())
    )
    if not counted:
        page.words("Nothing was set aside and no value was ignored.")
        return
    told: dict[tuple[str, str], tuple[list[int], set[str]]] = {}
    for severity, code, column, feed, rows in counted:
        why = set_aside(code)
        if severity == "value" and column and not code.startswith(("bad_", "missing_")):
            why = f"{why} ({column.replace('_', ' ')})"
        counts, feeds = told.setdefault((severity, why), ([], set()))
        counts.append(rows)
        feeds.add(feed)
    for severity, caption, counted_as in (
        ("row", "Why rows were set aside", "Rows"),
        ("value", "Why single values were ignored, the row being accepted", "Values"),
    ):
        rows = [[why, sum(counts), len(feeds)] for (kind, why), (counts, feeds) in told.items() if kind == severity]
        if rows:
            rows.sort(key=lambda row: (-int(row[1]), row[0]))
            page.table(f"{caption}; from the table set_aside", ["Reason", counted_as, "Feeds"], rows)

"""thinkfamily check: the quality of what agencies handed over, before anything is made of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich import box
from rich.table import Table

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.written import writing_to
from thinkfamily.engine.intake import Finding, Profile, count_changes, findings_of, profile_extracts, quality_page
from thinkfamily.engine.run_folder import write_csv

# What a check found is no failure: its own code, which no kind of error has.
WORTH_A_LOOK = 7

# On a screen 80 characters wide; the page has every column.
_COLUMNS_SHOWN = {
    "date_of_birth": "birth",
    "address": "address",
    "postcode": "postcode",
    "uprn": "UPRN",
    "nhs_number": "NHS",
    "upn": "UPN",
    "nino": "NINO",
    "area": "area",
}


def check(
    extracts: Annotated[Path, typer.Argument(help="The extracts folder: one folder a feed.", show_default=False)],
    previous: Annotated[
        Path | None,
        typer.Option(help="Earlier extracts, to see what is late, short or odd since.", show_default=False),
    ] = None,
    page: Annotated[
        Path | None, typer.Option(help="Write the report as a page (HTML) to this file.", show_default=False)
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="Write the report's tables as CSV into this folder.", show_default=False)
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Say what is in an extracts folder: rows read, accepted, set aside and why; gaps; what changed.

    Nothing is stored but what --page and --csv ask for, and both hold counts only; what does not fit into memory lies in a
    temporary folder while it runs. Ends with 0 when nothing is worth a
    look, 7 when something is, 3 when a file cannot be read, 4 when a real feed has no power, purpose, agreement or
    impact assessment in date, 5 when an addition to the vocabulary does not load.

    Example:  thinkfamily check extracts --previous extracts-june --page quality.html
    """
    with Bars(quiet=quiet) as progress:
        compares = previous is not None
        now = profile_extracts(extracts, date.today(), progress, compares=compares)
        before = profile_extracts(previous, date.today(), progress, compares=compares) if previous is not None else None
        found, changes = findings_of(now, before), _changes(now, before)
        if page is not None:
            with writing_to(page):
                page.write_text(quality_page(now, found, before, changes), encoding="utf-8")
        if csv is not None:
            with writing_to(csv):
                _write_tables(now, found, changes, csv)
    _show(now, found, changes)
    raise typer.Exit(WORTH_A_LOOK if found else 0)


def _changes(now: Profile, before: Profile | None) -> pl.DataFrame | None:
    """How much changed since the earlier extracts; None where there are none."""
    if before is None or now.fingerprints is None or before.fingerprints is None:
        return None
    return count_changes(now.fingerprints, before.fingerprints)


def _show(now: Profile, found: list[Finding], changes: pl.DataFrame | None) -> None:
    feeds = _table(f"{now.name}: what was read", "Feed", "Taken on")
    for name in ("Read", "Accepted", "Set aside", "Ignored"):
        feeds.add_column(name, justify="right")
    for row in now.feeds.iter_rows(named=True):
        numbers = (f"{row[name]:,}" for name in ("rows_read", "rows_accepted", "rows_set_aside", "values_ignored"))
        feeds.add_row(row["feed"], str(row["extract_on"]), *numbers)
    output.print(feeds)
    if changes is not None:
        since = _table("Accepted rows since the earlier extracts", "Feed", "Table")
        for name in ("Before", "Now", "Came", "Changed", "Gone"):
            since.add_column(name, justify="right")
        for feed, table, *counts in changes.iter_rows():
            since.add_row(feed, table, *(f"{count:,}" for count in counts))
        output.print(since)
    if now.set_aside.height:
        output.print(_set_aside_table(now))
    output.print(_filled_table(now))
    if now.not_supplied.height:
        silent = _table("Says nothing of, so that it is unknown and not no", "Feed")
        silent.add_column("Events", overflow="fold")
        for feed, events in now.not_supplied.rows():
            silent.add_row(feed, events)
        output.print(silent)
    if not found:
        output.print("Nothing is worth a second look.")
        return
    looked = _table("Worth a look", "Feed", "Rule")
    looked.add_column("Found", overflow="fold")
    for each in found:
        looked.add_row(each.feed, each.rule, each.says)
    output.print(looked)


def _set_aside_table(now: Profile) -> Table:
    """By code over all feeds: the page has every feed and file."""
    by_code = (
        now.set_aside.group_by("severity", "code")
        .agg(pl.col("rows").sum(), pl.col("reason").first(), reasons=pl.col("reason").n_unique())
        .with_columns(
            # Of several columns of theirs, none is named.
            reason=pl.when(pl.col("reasons") == 1)
            .then("reason")
            .otherwise(pl.col("reason").str.split(" Their column: ").list.first())
        )
        .sort("severity", "code")
    )
    table = _table("Rows set aside, and values ignored", "What", "Code")
    table.add_column("Count", justify="right")
    table.add_column("Why", overflow="fold")
    for row in by_code.iter_rows(named=True):
        table.add_row(row["severity"], row["code"], f"{row['rows']:,}", row["reason"])
    return table


def _filled_table(now: Profile) -> Table:
    table = _table("Share of accepted records that hold", "Feed")
    for name in _COLUMNS_SHOWN.values():
        table.add_column(name, justify="right")
    shares = {(feed, column): share for feed, column, share in now.filled.select("feed", "column", "share").iter_rows()}
    for feed in now.filled["feed"].unique(maintain_order=True):
        table.add_row(feed, *(f"{shares[feed, name]:.0%}" for name in _COLUMNS_SHOWN))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    for name in columns:
        table.add_column(name, no_wrap=True)
    return table


def _write_tables(now: Profile, found: list[Finding], changes: pl.DataFrame | None, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "feeds": now.feeds,
        "rows": now.counts,
        "set_aside": now.set_aside,
        "filled": now.filled,
        "identifiers": now.identifiers,
        "events": now.mix,
        "months": now.months,
        "not_supplied": now.not_supplied,
        "worth_a_look": pl.DataFrame(
            [(each.feed, each.rule, each.says) for each in found],
            schema={"feed": pl.String, "rule": pl.String, "found": pl.String},
            orient="row",
        ),
    }
    if changes is not None:
        tables["changes"] = changes
    for name, table in tables.items():
        write_csv(table.lazy(), folder / f"{name}.csv")

"""The data-quality report as a page that stands alone: figures and rules, and no row of a person."""

from __future__ import annotations

from typing import Any

import polars as pl

from thinkfamily.engine.intake.findings import RULES, Finding
from thinkfamily.engine.intake.profile import Profile
from thinkfamily.engine.page import Page


def quality_page(
    now: Profile, found: list[Finding], before: Profile | None = None, changes: pl.DataFrame | None = None
) -> str:
    """The report on some extracts, as HTML. Same extracts, same text.

    Args:
        now: the extracts.
        found: what is worth a look in them.
        before: the earlier extracts they were compared with, if any.
        changes: how much changed since those, as ``count_changes`` tells it.
    """
    compared = f" Compared with the extracts of {_newest(before)}." if before is not None else ""
    page = Page(
        f"Data quality: {now.name}",
        lead=f"{now.feeds.height} feeds, the newest taken on {_newest(now)}.{compared} "
        "Every row read was accepted or set aside with its reason.",
        footer="Made by thinkfamily check. It holds counts only, nobody's record.",
    )
    _worth_a_look(page, found)
    _rows(page, now)
    if changes is not None:
        page.table(
            "Accepted rows since the earlier extracts. An event or relationship that changed is one that went and one that came",
            ["Feed", "Table", "Before", "Now", "Came", "Changed", "Gone"],
            changes.rows(),
        )
    page.section("What was set aside or ignored")
    page.words("A row set aside takes no part. A value ignored is left out, and its row stays.")
    columns = ["Feed", "File", "Table", "What", "Column", "Code", "Rows", "First row", "Why"]
    kinds = {"row": "row set aside", "value": "value ignored"}
    page.table(
        "Rows set aside and values ignored, by reason",
        columns,
        [
            (r["feed"], r["file"], r["table"], kinds[r["severity"]], r["column"], r["code"], r["rows"], r["first_row"],
             r["reason"])
            for r in now.set_aside.iter_rows(named=True)
        ],
    )  # fmt: skip
    _coverage(page, now)
    _filled(page, now)
    page.section("How each file was read")
    page.table(
        "Form of each table", ["Feed", "Table", "Form"], [(*key, how) for key, how in now.delivery.about.items()]
    )
    if now.delivery.warnings:
        page.heading("Odd, and accepted")
        page.points(warned.sentence for warned in now.delivery.warnings)
    return page.html()


def _worth_a_look(page: Page, found: list[Finding]) -> None:
    page.section("Worth a look")
    if not found:
        page.words("Nothing that the rules below would raise.")
    else:
        page.table(
            "What was found, and the rule that raised it",
            ["Feed", "Rule", "Found", "Raised when"],
            [(each.feed, each.rule, each.says, RULES[each.rule]) for each in found],
        )
    page.words("The thresholds are the program's own, chosen so that chance alone seldom raises one.")


def _rows(page: Page, now: Profile) -> None:
    page.section("Rows")
    facts = now.feeds.select("feed", "rows_read", "rows_accepted", "rows_set_aside", "values_ignored").rows()
    totals = [sum(row[at] for row in facts) for at in range(1, 5)]
    page.chart(
        _rows_chart(now),
        "Rows read, by feed",
        f"{totals[0]:,} rows were read; {totals[1]:,} accepted and {totals[2]:,} set aside. "
        f"The most came from {max(facts, key=lambda row: row[1])[0]}.",
        ["Feed", "Rows read", "Accepted", "Set aside", "Values ignored"],
        [*facts, ("All", *totals)],
    )
    page.table(
        "Rows by file and table: read = accepted + set aside",
        ["Feed", "File", "Table", "Read", "Accepted", "Set aside"],
        now.counts.rows(),
    )


def _coverage(page: Page, now: Profile) -> None:
    page.section("What each feed covers")
    page.table(
        "Coverage and events",
        ["Feed", "Agency", "Taken on", "Covers from", "Covers until (not included)", "First event", "Last event"],
        now.feeds.select(
            "feed", "agency", "extract_on", "covers_from", "covers_until", "first_event", "last_event"
        ).rows(),
    )
    if now.not_supplied.height:
        page.table(
            "Events of which a feed, as handed over, can say nothing: unknown, never no",
            ["Feed", "Events"],
            now.not_supplied.rows(),
        )
    if now.months.height:
        by_month = now.months.with_columns(pl.col("month").dt.strftime("%Y-%m"))
        wide = by_month.pivot("feed", index="month", values="events").sort("month")
        silent = by_month.filter(~pl.col("is_touched")).height
        page.chart(
            _months_chart(by_month),
            "Events in each month that a feed wholly covers",
            f"{silent} of {by_month.height} covered months of a feed have no event; "
            "those that the rule calls a gap stand under Worth a look.",
            ["Month", *wide.columns[1:]],
            wide.rows(),
        )


def _filled(page: Page, now: Profile) -> None:
    page.section("What records hold")
    wide = now.filled.pivot("feed", index="column", values="share")
    page.table(
        "Share of accepted records that hold each column",
        ["Column", *wide.columns[1:]],
        [(row[0], *(f"{share:.0%}" for share in row[1:])) for row in wide.rows()],
    )
    page.table(
        "Identifiers that fail their check, and are not used",
        ["Feed", "Identifier", "Right", "Failing", "Share failing"],
        [(*row[:4], f"{row[4]:.1%}") for row in now.identifiers.rows()],
    )


def _rows_chart(now: Profile) -> Any:
    import altair as alt  # a second to load: only for a page

    names = {"rows_accepted": "accepted", "rows_set_aside": "set aside"}
    long = now.feeds.unpivot(list(names), index="feed", variable_name="what", value_name="rows")
    values = long.with_columns(pl.col("what").replace_strict(names)).to_dicts()
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar()
        .encode(
            x=alt.X("sum(rows):Q", title="Rows"),
            y=alt.Y("feed:N", title=None),
            color=alt.Color("what:N", title=None, sort=list(names.values()), legend=alt.Legend(orient="bottom")),
        )
        .properties(width=300)
    )


def _months_chart(by_month: pl.DataFrame) -> Any:
    import altair as alt

    return (
        alt.Chart(alt.Data(values=by_month.select("feed", "month", "events").to_dicts()))
        .mark_bar()
        .encode(
            x=alt.X("yearmonth(month):T", title=None),
            y=alt.Y("events:Q", title=None, axis=alt.Axis(tickCount=2)),
            row=alt.Row("feed:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left")),
        )
        .resolve_scale(y="independent")
        .properties(width=280, height=36)
    )


def _newest(profile: Profile) -> str:
    return str(profile.feeds["extract_on"].max())

"""The one table that ends a run."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from rich.table import Table

from thinkfamily.cli.console import output
from thinkfamily.core.dates import twelve_months_to
from thinkfamily.engine.run_folder import Run
from thinkfamily.programmes.folder import programme_of


def show_summary(run: Run) -> None:
    """Print what a run read, linked, found and proposes, each figure with its denominator."""
    facts = run.facts
    counts = facts["intake_counts"]
    read = sum(count["rows_read"] for count in counts)
    aside = sum(count["rows_set_aside"] for count in counts)
    people = run.table("person").select(pl.len(), pl.col("records").sum()).collect().row(0)
    cohort = run.table("cohort").collect()
    proposed = cohort.filter("is_proposed")
    own_cost = pl.col("cost_gbp") - pl.col("transfer_gbp")
    total, shared = (frame.select(own_cost.sum()).item() or 0 for frame in (cohort, proposed))

    programme = programme_of(facts, facts["programmes"][0])
    table = Table(
        title=f"{programme.title}, as at {facts['as_at']}; costs in {facts['stages']['costs']['price_year']} prices",
        title_justify="left",
        show_header=False,
    )
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_row("Feeds read", f"{len(facts['feeds'])}")
    table.add_row("Rows read", f"{read:,}")
    table.add_row("  accepted", f"{read - aside:,}")
    table.add_row("  set aside, each with its reason", f"{aside:,}")
    table.add_row("People, from records", f"{people[0]:,} from {people[1] or 0:,}")
    table.add_row("Families with a child or an expected child", f"{cohort.height:,}")
    eligible = f"{cohort['is_eligible'].sum():,}" if programme.entry.rule else "no rule is filled in"
    table.add_row("  that meet the entry rule", eligible)
    table.add_row("  proposed, for a named human to decide", f"{proposed.height:,}")
    table.add_row("Cost to public services in 12 months, no transfers", f"£{total:,.0f}")
    if total:
        table.add_row("  of which the proposed families", f"£{shared:,.0f} ({shared / total:.0%})")
    if "previous" in facts:
        _add_changes(table, facts["previous"])
    output.print(table)
    if over := programme.end_in_words(date.fromisoformat(facts["as_at"])):
        output.print(over, highlight=False)
    if drafts := programme.drafts_in_words():
        output.print(drafts, highlight=False)
    if programme.entry.rule is None:
        output.print(
            f"No family is proposed. {programme.entry.says} To fill in yours:  thinkfamily rules copy {programme.name} ours",
            highlight=False,
        )
    if advice := _advice(run):
        output.print(advice, highlight=False)
    late = uncovered(facts["feeds"], date.fromisoformat(facts["as_at"]))
    if late:
        output.print(
            f"{len(late)} of {len(facts['feeds'])} feeds do not cover the whole 12 months: {', '.join(late)}. What only they "
            "could show is unknown, and their costs may be short.",
            highlight=False,
        )
    if lacking := facts["stages"]["intake"].get("not_supplied"):
        output.print(
            f"{len(lacking)} of {len(facts['feeds'])} feeds can say nothing of some of their events: {', '.join(lacking)}. What "
            "only these could show is unknown, not no; `thinkfamily check` lists them.",
            highlight=False,
        )


def _add_changes(table: Table, previous: dict[str, Any]) -> None:
    """Say how many ids are those of the run before, and how many came, went, were merged or split."""
    for subject, kept in (("person", "people_kept"), ("family", "families_kept")):
        found = {row["kind"]: row["len"] for row in previous["changes"] if row["subject"] == subject}
        told = ", ".join(f"{found.get(kind, 0):,} {word}" for kind, word in _KINDS.items())
        table.add_row(f"{subject.capitalize()} ids kept since {previous['as_at']}", f"{previous[kept]:,}")
        table.add_row("  changed, with the cause in id_change", told)


def _advice(run: Run) -> str:
    """What to do about a stored model that has grown old; empty where nothing is."""
    learnt, held = run.facts["stages"]["linkage"]["model_learnt_on"], run.facts["stages"]["linkage"]["records"]
    if not learnt or abs(held - learnt) <= learnt * MOST_DRIFT:
        return ""
    return (
        f"The linkage model was learnt on {learnt:,} records, and these are {held:,}. Learn it anew: with --previous, add "
        "--retrain; else leave --model out."
    )


MOST_DRIFT = 0.2
_KINDS = {"arrival": "new", "departure": "gone", "merge": "merged", "split": "split"}


def uncovered(feeds: list[dict[str, object]], as_at: date) -> list[str]:
    """The feeds, by name, that do not cover all of the 12 months to a date.

    Args:
        feeds: rows of the table ``feed``, their dates as dates or as run.json writes them.
        as_at: the date.
    """
    window = twelve_months_to(as_at)
    return [
        str(feed["feed"])
        for feed in feeds
        if str(feed["covers_from"]) > window.from_on.isoformat()
        or str(feed["covers_until"]) < window.until_on.isoformat()
    ]

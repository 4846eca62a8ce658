"""What is unknown, what the page cannot say, and how it was made."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.needs import answers, asks_a_worker
from thinkfamily.engine.report.small_numbers import SMALLEST, count, share
from thinkfamily.engine.report.wording import plain
from thinkfamily.programmes.agencies import feed_title
from thinkfamily.programmes.evaluator.wording import ONLY_A_WORKER

CANNOT_SAY = (
    "Whether a family needs help: it counts what agencies recorded. Contact with a service is not need, and need that "
    "no agency recorded is not here.",
    "That anything was caused by anything, or that a service worked: these are counts at one date, with no comparison.",
    "What would be saved. A published unit cost is an average, not what this council paid, and most of it is not cash "
    "that is released when a family's needs fall.",
    "What a family will do or become. Nothing here is a prediction, and nobody has a score.",
    "Anything about one family. Those who may look at a family use thinkfamily explain; on real data it logs who did.",
    "How areas or groups of people compare in need: agencies record more about some than about others, and records "
    "that were not linked hide some families' needs more than others'.",
)


def unanswered(run: Finished) -> int:
    """Families for whom at least one criterion that records can answer is not answered."""
    by_records = [each.id for each in run.programme.criteria if not asks_a_worker(each)]
    held = answers(run, "criterion").filter(pl.col("criterion").is_in(by_records))
    return held.filter(~pl.col("is_met"))["family_id"].n_unique()


def add_unknown(page: Page, run: Finished) -> None:
    """Write the section on what is unknown."""
    page.section("What is unknown")
    families = unanswered(run)
    page.words(
        f"For {count(families):,} of {run.families:,} families at least one criterion that records can answer is "
        "not answered by what was supplied. Such a family may have more needs than are shown."
    )
    asked = [plain(each.id) for each in run.programme.criteria if asks_a_worker(each)]
    if asked:
        page.words(
            f"No record can rule out: {', '.join(asked)}. A worker's evidence can meet these, so they stay not known for "
            "every family that no record shows to meet them."
        )
    reasons = run.rows(
        run.tables["indicator"]
        .filter((pl.col("programme") == run.programme.name) & (pl.col("answer") == "unknown"))
        .join(run.cohort.lazy().select("family_id"), on="family_id", how="semi")
        .filter(pl.col("reason") != ONLY_A_WORKER)  # said of its criteria above, for every family
        .group_by("criterion", "reason")
        .agg(pl.col("family_id").n_unique().cast(pl.Int64))
        .filter(pl.col("family_id") >= SMALLEST)  # a reason that few share could speak of one family
        .sort("family_id", "criterion", "reason", descending=[True, False, False])
        .head(30)
    )
    if reasons:
        page.table(
            f"Why a criterion cannot be answered. {run.of_families('indicator')} Reasons that hold for "
            f"fewer than {SMALLEST} families are left out; the 30 most usual are shown",
            ["Criterion", "Reason", "Families", "Share"],
            [[plain(code), why, held, share(held, run.families)] for code, why, held in reasons],
        )
    people = run.tables["person"].select(pl.len(), pl.col("age").null_count()).collect().row(0)
    page.words(
        f"People of whom no record holds a usable date of birth: {count(people[1]):,} of {people[0]:,}, at {run.at}; "
        "from the table person."
    )
    missing = sorted({row["feed"] for row in run.vocabulary.values()} - {f["feed"] for f in run.facts["feeds"]})
    if missing:
        page.words(
            f"Feeds that the vocabulary knows and nobody supplied: {', '.join(feed_title(feed) for feed in missing)}."
        )
    if lacking := run.notes("intake").get("not_supplied"):
        page.table(
            "Events of which a feed, as it was handed over, can say nothing: what only they could show is unknown",
            ["Feed", "Events"],
            [[feed_title(feed), ", ".join(plain(event) for event in events)] for feed, events in lacking.items()],
        )


def add_limits(page: Page, run: Finished) -> None:
    """Write the sections on what the page cannot say and how it was made."""
    page.section("What this page cannot say")
    page.points(CANNOT_SAY)
    page.section("How this page was made")
    page.points(
        [
            f"Program: thinkfamily {run.facts['program_version']}.",
            f"Programmes: {', '.join(str(each) for each in run.facts['programmes'])}; the first makes the list.",
            f"As-at date: {run.at}. Cost window: the 12 months that end with it.",
            f"Seed of anything drawn by chance: {run.facts['seed']}.",
            f"Files read: {len(run.facts['inputs']):,}, each named by its hash in run.json.",
            "Source of every figure: the tables of this run, named in each caption. The same extracts give the same "
            "page.",
        ]
    )
    if run.warnings:
        page.heading(f"Warnings of this run: {number(len(run.warnings), 'warning')}")
        page.points(run.warnings)

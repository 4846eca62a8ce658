"""The report of a finished run: one page that stands alone, about numbers of families and never about one family."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report import costs, duties, families, glance, limits, linking, missed, needs, proposed, reading
from thinkfamily.engine.report.finished import Finished

READS = (
    "record_person",
    "link",
    "person",
    "household",
    "family_member",
    "indicator",
    "evidence",
    "cost_line",
    "family_cost",
    "unpriced",
    "cohort",
    "eligibility",
    "family_move",
    "set_aside",
)
"""The tables of the run folder that a report reads."""


def write_report(tables: Mapping[str, pl.LazyFrame], facts: Mapping[str, Any], path: Path) -> None:
    """Write ``report.html``. Same tables and facts, same bytes.

    No name, record id, person id, family id or address is in it, and no count of families from 1 to 4.

    Args:
        tables: the run folder's tables by name; those of ``READS`` are needed.
        facts: what ``run.json`` holds: program_version, programmes, as_at, seed, inputs, feeds, intake_counts, and
            stages, with each stage's notes.
        path: the file to write.
    """
    path.write_text(report(tables, facts), encoding="utf-8", newline="\n")


def report(tables: Mapping[str, pl.LazyFrame], facts: Mapping[str, Any]) -> str:
    """The page as text."""
    run = Finished(tables, facts)
    page = Page(
        f"{run.area}: families with several needs, from what agencies hold at {run.at}",
        lead=f"{number(len(facts['feeds']), 'feed')}, programme {run.programme.title}. This page counts families; it "
        "never speaks of one.",
        footer=f"Made by thinkfamily {facts['program_version']} as at {run.at}. Nothing on this page comes from "
        "anywhere but the run it describes.",
    )
    if run.is_invented:
        page.note("Invented data: every person, address and event behind these figures is made up.")
    if over := run.programme.end_in_words(run.as_at):
        page.note(over)
    if drafts := run.programme.drafts_in_words():
        page.warning(drafts)
    glance.add(page, run)
    reading.add(page, run)
    linking.add(page, run)
    if run.families:
        families.add(page, run)
        needs.add(page, run)
        costs.add(page, run)
        proposed.add(page, run)
        missed.add(page, run)
    duties.add(page, run)
    limits.add_unknown(page, run)
    limits.add_limits(page, run)
    return page.html()

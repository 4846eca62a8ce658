"""How well it linked: records to people, by what they were linked, and what was refused."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report.charts import bars
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.small_numbers import percent
from thinkfamily.engine.report.wording import LINKED_BY, OUTCOMES

PASSES = ("identifier", "exact", "model", "human")


def sizes(run: Finished) -> tuple[int, int]:
    """Accepted person records, and the people they were linked to."""
    records, people = run.tables["record_person"].select(pl.len(), pl.col("person_id").n_unique()).collect().row(0)
    return int(records), int(people)


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("How well it linked")
    records, people = sizes(run)
    if not people:
        page.words("No person record was accepted, so nobody could be linked.")
        return
    page.words(
        f"{number(records, 'record')} belong to {number(people, 'person', 'people')}: "
        f"{(Decimal(records) / people).quantize(Decimal('0.01'))} records per person. Records are linked, never merged: "
        "each stays as its agency supplied it, and each link keeps what it rests on."
    )
    _by_pass(page, run, records)
    _considered(page, run)
    _per_person(page, run, people)
    page.note(
        "How many of these links are right cannot be told from a run of real data, because nobody holds the answer. "
        "It can be measured on an invented area, where the answer is known: thinkfamily quality does that. "
        "A link that was missed splits one person in two, and so can hide a family's needs and costs from each other."
    )


def _by_pass(page: Page, run: Finished, records: int) -> None:
    counted = dict(run.rows(run.tables["record_person"].group_by("linked_by").agg(pl.len())))
    rows = [(said, counted.get(code, 0)) for code, said in LINKED_BY.items()]
    page.chart(
        bars(rows, "Records"),
        "What holds each record to its person",
        f"{percent(Decimal(records - counted.get('alone', 0)) / records)} of records were linked to at least one "
        f"other. Of {records:,} records, at {run.at}; from the table record_person.",
        ["Held by", "Records", "Share of records"],
        [[said, count, percent(Decimal(count) / records)] for said, count in rows],
    )


def _considered(page: Page, run: Finished) -> None:
    counted = {
        (passed, outcome): pairs
        for passed, outcome, pairs in run.rows(run.tables["link"].group_by("pass", "outcome").agg(pl.len()))
    }
    passes = [each for each in PASSES if any(passed == each for passed, _ in counted)]
    page.table(
        f"Pairs of records considered, by pass and by what became of them, at {run.at}; from the table link",
        ["Pass", *OUTCOMES.values()],
        [[each.capitalize(), *(counted.get((each, outcome), 0) for outcome in OUTCOMES)] for each in passes],
    )
    refused = sum(pairs for (_, outcome), pairs in counted.items() if outcome == "refused")
    if refused:
        page.words(
            f"A pair is refused where facts conflict or the evidence is too weak. {number(refused, 'pair')} of records "
            f"{'was' if refused == 1 else 'were'} refused. thinkfamily review writes those of two people for a person to "
            "judge, each two people once, most informative first; a decision made there outlives every later run."
        )


def _per_person(page: Page, run: Finished, people: int) -> None:
    steps = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, None)]
    for column, caption in (("records", "Records"), ("feeds", "Feeds")):
        held = dict(run.rows(run.tables["person"].group_by(column).agg(pl.len())))
        rows: list[list[object]] = []
        for least, most in steps:
            count = sum(people_ for size, people_ in held.items() if size >= least and (most is None or size <= most))
            name = f"{least}" if least == most else f"{least} to {most}" if most else f"{least} or more"
            rows.append([name, count, percent(Decimal(count) / people)])
        page.table(
            f"{caption} per person, of {people:,} people, at {run.at}; from the table person",
            [caption, "People", "Share of people"],
            rows,
        )

"""Needs: how many families meet each heading and criterion, for how many it is not known, and who sees what."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.page import Page
from thinkfamily.engine.report.charts import bars, stacked
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.overlaps import together
from thinkfamily.engine.report.small_numbers import Figure, count, parts, share
from thinkfamily.engine.report.wording import plain
from thinkfamily.programmes.agencies import agency_title
from thinkfamily.programmes.criterion import Criterion, WorkerSays, leaves
from thinkfamily.programmes.evaluator.wording import ONLY_A_WORKER

COLUMNS = ("Meet it", "Share", "Not known", "Share", "Of these, only a worker can say")


def answers(run: Finished, by: str) -> pl.DataFrame:
    """One row per family and heading or criterion: yes where anything says so, else unknown where anything does.

    ``is_for_workers``: whether nothing but a worker's word is missing: every feed that could tell was supplied.

    Args:
        by: ``heading`` or ``criterion``.
    """
    return (
        run.tables["indicator"]
        .filter(pl.col("programme") == run.programme.name)
        .join(run.cohort.lazy().select("family_id"), on="family_id", how="semi")
        .group_by("family_id", by)
        .agg(
            (pl.col("answer") == "yes").any().alias("is_met"),
            ((pl.col("answer") == "yes") | (pl.col("reason") == ONLY_A_WORKER)).all().alias("is_for_workers"),
        )
        .sort("family_id", by)
        .collect()
    )


HEADINGS = ("No heading", "1 heading", "2 headings", "3 headings", "4 headings", "5 headings or more")
THREE_OR_MORE = 3


def headings_met(run: Finished) -> list[int | Figure]:
    """Families by number of headings met, as shown: as many as ``HEADINGS``.

    How many meet three or more is told elsewhere, so the two sides are each a total of their own.
    """
    held = dict(run.cohort.group_by(pl.col("headings_met").clip(0, 5)).agg(pl.len()).rows())
    counts = [held.get(size, 0) for size in range(len(HEADINGS))]
    return parts(counts[:THREE_OR_MORE]) + parts(counts[THREE_OR_MORE:])


def with_three_headings(run: Finished) -> int:
    """Families that meet three headings or more."""
    return run.cohort.filter(pl.col("headings_met") >= THREE_OR_MORE).height


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("Needs")
    page.words(
        "A need is a criterion of the programme that a family meets, on recorded facts. Each is answered yes, no or "
        "not known: not known where the feed that could tell was not supplied, does not cover the time, or is silent. Not "
        "known is never counted as no."
    )
    by_heading = answers(run, "heading")
    if not by_heading.height:
        page.words("No criterion is met by any family, and none is unknown.")
        return
    _by_heading(page, run, by_heading)
    _by_criterion(page, run)
    _several(page, run)
    _overlaps(page, run, by_heading.filter("is_met"))
    _by_agency(page, run)


def _counted(held: pl.DataFrame, by: str) -> dict[str, tuple[int, int, int]]:
    """Families that meet each heading or criterion, those for which it is not known, and of these those for workers."""
    unknown = ~pl.col("is_met")
    rows = (
        held.group_by(by)
        .agg(
            pl.col("is_met").sum(),
            unknown.sum().alias("unknown"),
            (unknown & pl.col("is_for_workers")).sum().alias("for_workers"),
        )
        .rows()
    )
    return {code: (met, unknown, for_workers) for code, met, unknown, for_workers in rows}


def _by_heading(page: Page, run: Finished, held: pl.DataFrame) -> None:
    counted = _counted(held, "heading")
    named = [(run.heading(heading.id), *counted.get(heading.id, (0, 0, 0))) for heading in run.programme.headings]
    named.sort(key=lambda row: (-row[1], row[0]))
    name, most, *_ = named[0]
    drawn = [
        (f"{said}: {count(met):,} met, {count(unknown):,} not known", "", float(count(met)))
        for said, met, unknown, _ in named
    ]
    page.chart(
        stacked(drawn, "Families that meet it"),
        "Families by heading",
        f"Most often met: {name}, by {count(most):,} families. {run.of_families('indicator')}",
        ["Heading", *COLUMNS],
        [[said, *_shown(run, *counts)] for said, *counts in named],
    )


def _by_criterion(page: Page, run: Finished) -> None:
    counted = _counted(answers(run, "criterion"), "criterion")
    page.table(
        f"Families by criterion. {run.of_families('indicator')}",
        ["Criterion", *COLUMNS],
        [[plain(each.id), *_shown(run, *counted.get(each.id, (0, 0, 0)))] for each in run.programme.criteria],
    )
    page.table(
        f"What each criterion asks; from the programme's rules. Its source: {run.programme.source.title}",
        ["Criterion", "It is met when", "Who set its numbers", "Only a worker can rule it out"],
        [
            [
                plain(each.id),
                each.stated,
                _who_set(each),
                asks_a_worker(each),
            ]
            for each in run.programme.criteria
        ],
    )


def _who_set(criterion: Criterion) -> str:
    if criterion.values == "ours":
        return f"this program: {criterion.because}"
    return "the source, as recalled" if criterion.is_draft else "the source"


def _shown(run: Finished, met: int, unknown: int, for_workers: int) -> list[object]:
    return [
        count(met),
        share(met, run.families),
        count(unknown),
        share(unknown, run.families),
        count(for_workers),
    ]


def asks_a_worker(criterion: Criterion) -> bool:
    """Whether a worker's evidence can meet the criterion, so that no feed can ever rule it out."""
    return any(isinstance(leaf, WorkerSays) for leaf in leaves(criterion.test))


def _several(page: Page, run: Finished) -> None:
    shown = headings_met(run)
    page.chart(
        bars(list(zip(HEADINGS, shown, strict=True)), "Families"),
        "Families by number of headings met",
        f"Three headings or more are met by {count(with_three_headings(run)):,} of {run.families:,} families. "
        f"{run.of_families('cohort')}",
        ["Headings met", "Families", "Share of families"],
        [
            [name, families, None if isinstance(families, Figure) else share(families, run.families)]
            for name, families in zip(HEADINGS, shown, strict=True)
        ],
    )


def _overlaps(page: Page, run: Finished, met: pl.DataFrame) -> None:
    headings = met["heading"].unique().sort().to_list()
    if len(headings) < 2:
        return
    both = together(met, headings)
    page.table(
        f"Families that meet two headings at once. {run.of_families('indicator')}",
        ["Heading", *(run.heading(heading) for heading in headings)],
        [
            [run.heading(left), *(None if left == right else both[left, right] for right in headings)]
            for left in headings
        ],
    )


def _by_agency(page: Page, run: Finished) -> None:
    seen = (
        run.tables["evidence"]
        .filter(pl.col("programme") == run.programme.name)
        .join(run.cohort.lazy().select("family_id"), on="family_id", how="semi")
        .select("family_id", agency=pl.col("event").replace_strict(run.agency_of_event, default=None))
        .with_columns(pl.col("agency").fill_null("an agency of this area's own"))
        .unique()
        .collect()
    )
    total = seen["family_id"].n_unique()
    alone = seen.filter(pl.len().over("family_id") == 1)
    only = dict(alone.group_by("agency").agg(pl.len()).rows())
    held = seen.group_by("agency").agg(pl.len()).sort("len", "agency", descending=[True, False]).rows()
    page.table(
        f"Whose records show a need, of {total:,} families with evidence of any, at {run.at}; from the table evidence",
        [
            "Agency",
            "Families with a need it recorded",
            "Share",
            "Of these, families whose needs no other agency recorded",
        ],
        [
            [agency_title(code), count(families), share(families, total), count(only.get(code, 0))]
            for code, families in held
        ],
    )

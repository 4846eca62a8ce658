"""Needs: how many families meet each heading and criterion, for how many it is not known, and who sees what."""

from __future__ import annotations

from functools import partial

import polars as pl

from thinkfamily.engine.page import Page
from thinkfamily.engine.report.charts import bars, stacked
from thinkfamily.engine.report.overlaps import together
from thinkfamily.engine.report.small_numbers import Figure, count, parts, share
from thinkfamily.engine.report.subject import Subject
from thinkfamily.engine.report.wording import agency, number, plain

YES, UNKNOWN = "Met", "Not known"


def answers(run: Subject, by: str) -> pl.DataFrame:
    """One row per family and heading or criterion: yes where anything says so, else unknown where anything does.

    Args:
        by: ``heading`` or ``criterion``.
    """
    return (
        run.tables["indicator"]
        .filter(pl.col("programme") == run.programme)
        .join(run.cohort.lazy().select("family_id"), on="family_id", how="semi")
        .group_by("family_id", by)
        .agg((pl.col("answer") == "yes").any().alias("is_met"))
        .sort("family_id", by)
        .collect()
    )


HEADINGS = ("No heading", "1 heading", "2 headings", "3 headings", "4 headings", "5 headings or more")
THREE_OR_MORE = 3


def headings_met(run: Subject) -> list[int | Figure]:
    """Families by number of headings met, as shown: as many as ``HEADINGS``.

    How many meet three or more is told elsewhere, so the two sides are each a total of their own.
    """
    held = dict(run.cohort.group_by(pl.col("headings_met").clip(0, 5)).agg(pl.len()).rows())
    counts = [held.get(size, 0) for size in range(len(HEADINGS))]
    return parts(counts[:THREE_OR_MORE]) + parts(counts[THREE_OR_MORE:])


def with_three_headings(run: Subject) -> int:
    """Families that meet three headings or more."""
    return run.cohort.filter(pl.col("headings_met") >= THREE_OR_MORE).height


def add(page: Page, run: Subject) -> None:
    """Write the section."""
    page.section("Needs")
    page.words(
        "A need is a criterion of the programme that a family meets, on recorded facts. Each is answered yes, no or "
        "not "
        "known: not known where the feed that could tell was not supplied, does not cover the time, or is silent. Not "
        "known is never counted as no."
    )
    by_heading = answers(run, "heading")
    if not by_heading.height:
        page.words("No criterion is met by any family, and none is unknown.")
        return
    _by(page, run, by_heading, "heading", plain)
    _by(page, run, answers(run, "criterion"), "criterion", run.criterion)
    _several(page, run)
    _overlaps(page, run, by_heading.filter("is_met"))
    _by_agency(page, run)


def _by(page: Page, run: Subject, held: pl.DataFrame, by: str, name: partial[str] | object) -> None:
    counted = (
        held.group_by(by)
        .agg(pl.col("is_met").sum().alias("met"), (~pl.col("is_met")).sum().alias("unknown"))
        .sort("met", by, descending=[True, False])
        .rows()
    )
    named = [(name(code), count(met), count(unknown), met, unknown) for code, met, unknown in counted]  # type: ignore[operator]
    columns = [by.capitalize(), "Families that meet it", "Share", "Families for which it is not known", "Share"]
    rows = [
        [said, met, share(true_met, run.families), unknown, share(true_unknown, run.families)]
        for said, met, unknown, true_met, true_unknown in named
    ]
    caption, measured = f"Families by {by}", run.of_families("indicator")
    if by != "heading":
        page.table(f"{caption}. {measured}", columns, rows)
        return
    first = f"Most often met: {named[0][0]}, by {number(int(named[0][1]), 'family', 'families')}."
    drawn = [
        (said, part, float(value))
        for said, met, unknown, _, _ in named
        for part, value in ((YES, met), (UNKNOWN, unknown))
    ]
    page.chart(stacked(drawn, "Families", parts=(YES, UNKNOWN)), caption, f"{first} {measured}", columns, rows)


def _several(page: Page, run: Subject) -> None:
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


def _overlaps(page: Page, run: Subject, met: pl.DataFrame) -> None:
    headings = met["heading"].unique().sort().to_list()
    if len(headings) < 2:
        return
    both = together(met, headings)
    page.table(
        f"Families that meet two headings at once. {run.of_families('indicator')}",
        ["Heading", *(plain(heading) for heading in headings)],
        [[plain(left), *(None if left == right else both[left, right] for right in headings)] for left in headings],
    )


def _by_agency(page: Page, run: Subject) -> None:
    seen = (
        run.tables["evidence"]
        .filter(pl.col("programme") == run.programme)
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
        [[agency(code), count(families), share(families, total), count(only.get(code, 0))] for code, families in held],
    )

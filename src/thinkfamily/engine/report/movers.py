"""Families too new to judge by cost, and families that came into the area or left it."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.page import Page
from thinkfamily.engine.report.charts import bars
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.small_numbers import Figure, count, parts, share

MONTHS = 12
# First month of each band, and the band in words.
OBSERVED = ((0, "Under 3 months"), (3, "3 to 5 months"), (6, "6 to 8 months"), (9, "9 to 11 months"))
MOVES = ("Came into the area", "Left the area", "Came and left again", "Neither, as far as dates tell")


def add_newcomers(page: Page, run: Finished) -> None:
    """Write the part on families too new to judge by cost."""
    page.heading("Too new to judge by cost")
    new = run.cohort.filter(pl.col("months_observed") < MONTHS)
    has_rule = run.programme.entry.rule is not None
    beside = " Those that meet the entry rule are for a person to look at beside it." if has_rule else ""
    page.words(
        f"{count(new.height):,} of {run.families:,} families were observed for fewer than {MONTHS} months at {run.at}: they came into "
        "the area within the year. What services spent on them cannot be set beside a whole year's, so no cost puts them on a "
        f"list.{beside}"
    )
    if not new.height:
        return
    counted, eligible = [], []
    for at, (first, _) in enumerate(OBSERVED):
        after = OBSERVED[at + 1][0] if at + 1 < len(OBSERVED) else MONTHS
        band = new.filter(pl.col("months_observed").is_between(first, after, closed="left"))
        counted.append(band.height)
        eligible.append(int(band["is_eligible"].sum()))
    families, met = parts(counted), parts(eligible, counted)
    page.chart(
        bars([(name, many) for (_, name), many in zip(OBSERVED, families, strict=True)], "Families"),
        "Families observed for fewer than 12 months, by months observed",
        f"{run.of_families('cohort')} The entry rule is that of {run.programme.title}.",
        ["Observed", "Families", "Meet the entry rule"],
        [[name, many, some] for (_, name), many, some in zip(OBSERVED, families, met, strict=True)],
    )


def add_movers(page: Page, run: Finished) -> None:
    """Write the part on families that came and left within the 12 months."""
    page.heading("Movers in and out")
    moved = run.tables["family_move"].collect()
    came, left = pl.col("arrived_on").is_not_null(), pl.col("left_on").is_not_null()
    rows = run.cohort.join(moved, on="family_id", how="left").with_columns(
        kind=pl.when(came & left)
        .then(pl.lit(MOVES[2]))
        .when(came)
        .then(pl.lit(MOVES[0]))
        .when(left)
        .then(pl.lit(MOVES[1]))
        .otherwise(pl.lit(MOVES[3]))
    )
    held = [rows.filter(kind=name) for name in MOVES]
    counts = [each.height for each in held]
    shown = parts(counts)
    columns = [parts([int(each[name].sum()) for each in held], counts) for name in ("is_eligible", "is_proposed")]
    page.chart(
        bars(list(zip(MOVES[:3], shown[:3], strict=True)), "Families"),
        f"Families that came into the area or left it in the 12 months to {run.at}",
        f"{run.of_families('family_move')} Only moves that an agency dates are seen: a family that left unnoticed is still counted "
        "here, and one that came without a date is not counted as new. A family that has left is on no list of its new area.",
        ["Move", "Families", "Share of families", "Meet the entry rule", "Proposed"],
        [
            [
                name,
                many,
                None if isinstance(many, Figure) else share(int(many), run.families),
                *(each[at] for each in columns),
            ]
            for at, (name, many) in enumerate(zip(MOVES, shown, strict=True))
        ],
    )

"""The proposed list: how it came about, what it is made up of, and how little would change it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report.charts import bars
from thinkfamily.engine.report.families import SIZES, sizes
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.needs import HEADINGS, headings_met
from thinkfamily.engine.report.small_numbers import SMALLEST, Figure, count, parts, percent, share
from thinkfamily.engine.report.wording import plain, round_pounds

AGENCIES = ("No agency", "1 agency", *(f"{many} agencies" for many in range(2, 8)), "8 agencies or more")


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("The proposed list")
    entry = run.programme.entry
    if entry.rule is None:
        page.warning(
            f"no family is proposed. {entry.says} Until a council fills in its own, nobody is eligible, whatever is met."
        )
        page.words(
            f"To fill one in: copy the programme (thinkfamily rules copy {run.programme.name} ours), put what your threshold "
            "document says in place of [entry] in the copy's framework.toml, where a template stands under it, and judge by "
            "--programme ./ours. The criteria counted on this page are there to choose from."
        )
        return
    eligible = int(run.cohort["is_eligible"].sum())
    page.words(f"The entry rule of the programme: {entry.says}")
    if entry.is_draft:
        page.words("The rule is a draft: it is recalled, not read. Check it against its source before you rely on it.")
    if entry.values == "ours":
        page.words(f"Its numbers are this program's own. {entry.because}")
    if entry.readings:
        other = int(run.notes("cohort")["eligible_in_another_reading"])
        page.words(
            "Sources disagree on the rule, and a family must meet it by every reading, so that the strictest stands. By "
            f"another reading alone {count(other):,} more of {run.families:,} families would be eligible."
        )
        page.points(
            f"{each.says} ({each.source.title}{'' if each.source.verified else '; draft: recalled, not read'})"
            for each in entry.readings
        )
    capacity = run.notes("cohort")["capacity_share"]
    page.words(
        f"{count(eligible):,} of {run.families:,} families meet the entry rule at {run.at}. "
        + (
            "The programme sets no number of families, so all of them are proposed."
            if capacity is None
            else f"Of these, {count(run.proposed):,} are proposed: those on whom public services spend most, transfers "
            f"left out, up to {percent(Decimal(str(capacity)))} of all families."
        )
    )
    page.note(
        "The program proposes; it decides nothing and ranks nobody. A named person considers each family, with its "
        "evidence, and may leave it out or bring another in."
    )
    if capacity is not None:
        new = run.cohort.filter(pl.col("is_eligible") & (pl.col("months_observed") < 12)).height
        page.words(
            f"Eligible families observed for fewer than 12 months: {count(new):,}. They are too new to judge by cost, are "
            "not proposed, and are for a person to look at beside the list."
        )
    if run.proposed < SMALLEST:
        page.words(f"What the list is made up of is not shown: it holds fewer than {SMALLEST} families.")
        return
    _cost(page, run)
    _make_up(page, run, "Children in the family", "children", SIZES, sizes(run))
    _make_up(page, run, "Headings met", "headings_met", HEADINGS, headings_met(run))
    everyone = parts(_split(run, "agencies", AGENCIES, proposed=False))
    _make_up(page, run, "Agencies active", "agencies", AGENCIES, everyone)
    _areas(page, run)
    if capacity is not None:
        _changes(page, run)


def _cost(page: Page, run: Finished) -> None:
    own = pl.col("cost_gbp") - pl.col("transfer_gbp")
    listed = run.cohort.filter("is_proposed").select(own.sum()).item()
    whole = run.cohort.select(own.sum()).item()
    children = int(run.cohort.filter("is_proposed")["children"].sum())
    if whole:
        page.words(
            f"The proposed families are {share(run.proposed, run.families)} of all, hold "
            f"{number(children, 'child', 'children')} and account for {percent(Decimal(listed) / whole)} of cost "
            f"without transfers: {round_pounds(listed)} in the 12 months."
        )


def _split(run: Finished, column: str, names: Sequence[str], *, proposed: bool = True) -> list[int]:
    rows = run.cohort.filter("is_proposed") if proposed else run.cohort
    held = dict(rows.group_by(pl.col(column).clip(0, len(names) - 1)).agg(pl.len()).rows())
    return [held.get(size, 0) for size in range(len(names))]


def _make_up(
    page: Page,
    run: Finished,
    title: str,
    column: str,
    names: Sequence[str],
    everyone: Sequence[int | Figure],
) -> None:
    """Proposed families beside all, by a column of the cohort cut off at the last of ``names``.

    Whoever else shows the same split of all families shows it alike.
    """
    listed = parts(_split(run, column, names), _split(run, column, names, proposed=False))
    page.chart(
        bars(list(zip(names, listed, strict=True)), "Proposed families"),
        f"{title}, of {run.proposed:,} proposed families beside all",
        f"{_usual(title, list(zip(names, listed, strict=True)))} {run.of_families('cohort')}",
        [title, "Proposed", "Share of proposed", "All families", "Share of all"],
        [
            [name, own, _share(own, run.proposed), each, _share(each, run.families)]
            for name, own, each in zip(names, listed, everyone, strict=True)
        ],
    )


def _usual(title: str, rows: list[tuple[str, int | Figure]]) -> str:
    name, families = max(rows, key=lambda row: int(row[1]))
    return f"{title}, most usual on the list: {name.lower()} ({number(int(families), 'family', 'families')})."


def _share(part: int | Figure, whole: int) -> Figure | None:
    return None if isinstance(part, Figure) else share(part, whole)


def _areas(page: Page, run: Finished) -> None:
    held = (
        run.cohort.group_by("area")
        .agg(pl.len().alias("families"), pl.col("is_proposed").sum().alias("proposed"))
        .sort("area", nulls_last=True)
        .rows()
    )
    listed = parts([proposed for _, _, proposed in held], [families for _, families, _ in held])
    everyone = parts([families for _, families, _ in held])
    rows = []
    for (area, families, _), own, each in zip(held, listed, everyone, strict=True):
        hidden = isinstance(own, Figure) or isinstance(each, Figure)
        rows.append([area or "Not known", own, each, None if hidden else share(int(own), families)])
    page.table(
        f"Area of the home, of {run.proposed:,} proposed families beside all. {run.of_families('cohort')}",
        ["Area", "Proposed", "All families", "Share of the area's families"],
        rows,
    )
    page.words(
        f"Counts of families from 1 to {SMALLEST - 1} are hidden, be they proposed or the rest of a row, with as many "
        "others of the same table as it takes that they cannot be worked out from the total. A difference between areas "
        "may be a difference in what agencies record there, and may be chance."
    )


def _changes(page: Page, run: Finished) -> None:
    changes = run.notes("cohort")["would_change"]
    page.table(
        f"How many families of the {run.proposed:,} proposed would change if cost were counted otherwise, at {run.at}; "
        "from run.json",
        ["If", "Would join", "Would leave"],
        [
            [plain(what), count(int(counts["join"])), count(int(counts["leave"]))]
            for what, counts in sorted(changes.items())
        ],
    )

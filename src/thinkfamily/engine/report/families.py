"""Families: how many, of whom, who is away or elsewhere, and which cannot be taken at face value."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.page import Page, number
from thinkfamily.engine.report.charts import bars
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.small_numbers import Figure, count, parts, share
from thinkfamily.engine.report.wording import HOUSEHOLD_KINDS, RESIDENCES

SIZES = ("An expected child only", "1 child", "2 children", "3 children", "4 children", "5 or more children")


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("Families")
    page.words(
        "A family is people bound by kinship or care. A child lives in the family of those who care for the child; a "
        "child looked after, or a member in custody, in hospital or in a refuge, is away and still of the family."
    )
    children, adults = (int(run.cohort[name].sum()) for name in ("children", "adults"))
    page.words(
        f"{number(run.families, 'family', 'families')} with a child or an expected child hold "
        f"{number(children, 'child', 'children')} and {number(adults, 'adult')} at {run.at}. A child of two families "
        "is counted in each."
    )
    _sizes(page, run)
    _members(page, run)
    _doubtful(page, run)


def sizes(run: Finished) -> list[int | Figure]:
    """Families by number of children, as shown: as many as ``SIZES``."""
    counted = dict(run.cohort.group_by(pl.col("children").clip(0, 5)).agg(pl.len()).rows())
    return parts([counted.get(size, 0) for size in range(len(SIZES))])


def _sizes(page: Page, run: Finished) -> None:
    rows = list(zip(SIZES, sizes(run), strict=True))
    page.chart(
        bars(rows, "Families"),
        "Families by number of children",
        f"{_most(rows)} {run.of_families('cohort')}",
        ["Size", "Families", "Share of families"],
        [
            [name, families, None if isinstance(families, Figure) else share(families, run.families)]
            for name, families in rows
        ],
    )


def _most(rows: list[tuple[str, int | Figure]]) -> str:
    name, families = max(rows, key=lambda row: int(row[1]))
    return f"The most usual size is {name[:1].lower()}{name[1:]}: {number(int(families), 'family', 'families')}."


def _members(page: Page, run: Finished) -> None:
    now = run.tables["family_member"].filter(
        (pl.col("from_on").is_null() | (pl.col("from_on") <= run.as_at))
        & (pl.col("until_on").is_null() | (pl.col("until_on") > run.as_at))
    )
    distinct = now.select("family_id", "person_id", "role", "residence").unique()
    held = {
        (role, residence): people
        for role, residence, people in run.rows(distinct.group_by("role", "residence").agg(pl.len()))
    }
    rows = []
    for residence, said in RESIDENCES.items():
        child, adult = (held.get((role, residence), 0) for role in ("child", "adult"))
        rows.append([said, count(child), count(adult)])
    page.table(
        f"Memberships by role and by where the member lives, at {run.at}; from the table family_member",
        ["Where", "Children", "Adults"],
        rows,
    )
    per_person = now.group_by("person_id").agg(pl.col("family_id").n_unique().alias("families"))
    people, several = per_person.select(pl.len(), (pl.col("families") > 1).sum()).collect().row(0)
    page.words(
        "People who belong to two families or more, such as a child with two homes or a parent who lives elsewhere: "
        f"{count(int(several)):,} of {people:,} members of families, at {run.at}; from the table family_member."
    )


def _doubtful(page: Page, run: Finished) -> None:
    kinds = dict(
        run.rows(
            run.tables["household"]
            .filter(pl.col("until_on").is_null() | (pl.col("until_on") > run.as_at))
            .group_by("kind")
            .agg(pl.col("property_id").n_unique())
        )
    )
    page.table(
        f"Homes in which someone is known to live, by kind, at {run.at}; from the table household",
        ["Kind", "Homes"],
        [[said, count(kinds.get(kind, 0))] for kind, said in HOUSEHOLD_KINDS.items() if kind != "restricted"],
    )
    flagged = int(run.notes("families")["families_flagged"])
    page.words(
        f"Families flagged because their home holds more people than is likely, or is otherwise improbable: "
        f"{count(flagged):,} of {run.families:,}."
    )
    nowhere = run.cohort["area"].null_count()
    page.words(f"Families for whom no feed states an area: {count(nowhere):,} of {run.families:,}.")

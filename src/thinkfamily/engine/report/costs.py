"""How cost is spread: the share of the costliest 3%, each agency's part with transfers apart, and what has no price."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

import numpy as np
import polars as pl

from thinkfamily.engine.page import Page
from thinkfamily.engine.report.charts import curve, stacked
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.small_numbers import COVER, SMALLEST, Figure, count, percent, pounds, to_hide
from thinkfamily.engine.report.wording import round_pounds
from thinkfamily.programmes.agencies import agency_title

THREE_PERCENT = Decimal("0.03")
STEPS = tuple(Decimal(step) / 100 for step in (1, 2, 3, 5, 10, 20, 30, 50, 100))
MICRO = 1_000_000
POUNDS_LABEL = "'£' + replace(format(datum.value, '~s'), 'G', 'bn')"


def costliest(run: Finished, share: Decimal) -> tuple[int, Decimal]:
    """How many families a share of all families is, rounded up, and the pounds the costliest of them cost.

    Transfers are left out. Sums are of whole millionths of a pound, so they are exact.
    """
    families = ceil(share * run.families)
    return families, Decimal(int(_summed(run)[families])) / MICRO


def _summed(run: Finished) -> np.ndarray:
    """Millionths of a pound that the costliest 0, 1, 2, … families cost together."""
    own = run.cohort["cost_gbp"] - run.cohort["transfer_gbp"]
    micro = np.sort(own.to_physical().cast(pl.Int64).to_numpy())[::-1]
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(micro)])


def total(run: Finished) -> Decimal:
    """Pounds that all families cost in the 12 months, transfers left out."""
    return costliest(run, Decimal(1))[1]


def price_base(run: Finished) -> str:
    """In whose prices money is stated, and whether their deflator is a forecast."""
    notes = run.notes("costs")
    year = notes.get("price_year", "the base year's")
    forecast = " (the deflator of that year is a forecast)" if notes.get("deflator_is_forecast") else ""
    return f"{year} prices{forecast}"


def add(page: Page, run: Finished) -> None:
    """Write the section."""
    page.section("How cost is spread")
    page.words(
        f"What public services spent on these families in the 12 months to {run.at}: each priced event times its "
        f"published unit cost, in {price_base(run)}. Transfers, such as benefits, are payments from one pocket to "
        "another and not a use of resources; they are shown apart and never decide who is proposed."
    )
    if not total(run):
        page.words("No event of these families has a price.")
        return
    _spread(page, run)
    _by_agency(page, run)
    _unpriced(page, run)
    page.note(
        "A cost is not a saving. Families at the peak of their cost tend to cost less a year later with no help at "
        "all, so a fall in these figures is no evidence that anything worked."
    )


def _spread(page: Page, run: Finished) -> None:
    summed, whole = _summed(run), total(run)
    rows = []
    before = 0
    for step in STEPS:
        families, cost = costliest(run, step)
        # What lies between two rows is a sum too, and of no fewer families than any other.
        if families - before >= SMALLEST and (run.families - families >= SMALLEST or families == run.families):
            name = "All families" if families == run.families else f"Costliest {step:.0%}"
            rows.append([name, families, pounds(cost), percent(cost / whole)])
            before = families
    families, cost = costliest(run, THREE_PERCENT)
    if families < SMALLEST:
        page.table(
            f"{_spread_caption(run)}. {run.of_families('cohort')}",
            ["Families", "Number", "Cost", "Share of all cost"],
            rows,
        )
        return
    at = np.unique(np.linspace(0, run.families, 101).round().astype(int))
    points = [(int(n) / run.families, float(summed[n] / summed[-1])) for n in at]
    page.chart(
        curve(
            points,
            "Share of families, costliest first",
            "Share of all cost",
            (families / run.families, float(cost / whole)),
        ),
        _spread_caption(run),
        f"The costliest 3% of families ({families:,} of {run.families:,}) account for {percent(cost / whole)} of cost: "
        f"{round_pounds(cost)} of {round_pounds(whole)}. Were cost spread evenly, the line would follow the dashes. "
        f"{run.of_families('cohort')}",
        ["Families", "Number", "Cost", "Share of all cost"],
        rows,
    )


def _spread_caption(run: Finished) -> str:
    return f"Share of cost by share of families, without transfers, in {price_base(run)}"


def _by_agency(page: Page, run: Finished) -> None:
    totals = area_totals(run)
    held = [
        (code, families, *totals.get(code, (Decimal(0), Decimal(0))))
        for code, families in run.rows(
            run.tables["family_cost"]
            .join(run.cohort.lazy().select("family_id"), on="family_id", how="semi")
            .filter(pl.col("cost_gbp") != 0)
            .group_by("agency")
            .agg(pl.col("family_id").n_unique().cast(pl.Int64))
        )
    ]
    held.sort(key=lambda row: (-row[2] - row[3], row[0]))
    hidden = to_hide([families for _, families, _, _ in held])
    whole = sum((services + transfers for _, _, services, transfers in held), Decimal(0))
    rows: list[list[object]] = []
    last: list[list[object]] = []  # their place among the others would tell about how much
    drawn: list[tuple[str, str, float]] = []
    for (code, families, services, transfers), hide in zip(held, hidden, strict=True):
        name = agency_title(code)
        if hide:
            last.append([name, COVER, COVER, COVER, COVER])
            continue
        rows.append([name, families, pounds(services), pounds(transfers), percent((services + transfers) / whole)])
        drawn += [(name, "Services", float(services)), (name, "Transfers", float(transfers))]
    rows += sorted(last, key=lambda row: str(row[0]))
    shown = [(services, code) for (code, _, services, _), hide in zip(held, hidden, strict=True) if not hide]
    says = "An incident or person that belongs to two families is counted once here, and in each family's own cost."
    if shown:
        says = f"Transfers left out, most falls to: {agency_title(max(shown)[1])}. {says}"
    page.chart(
        stacked(drawn, "Pounds", parts=("Services", "Transfers"), label=POUNDS_LABEL),
        f"Cost by agency in the 12 months to {run.at}, transfers apart, in {price_base(run)}",
        f"{says} {run.of_families('cost_line')}",
        ["Agency", "Families", "Services", "Transfers", "Share of both"],
        rows,
    )


def area_totals(run: Finished) -> dict[str, tuple[Decimal, Decimal]]:
    """Pounds of services and of transfers by agency, each incident once however many families it involves."""
    totals = {}
    for row in run.notes("costs").get("area", []):
        cost, transfer = Decimal(row["cost_gbp"]), Decimal(row["transfer_gbp"])
        totals[row["agency"]] = (cost - transfer, transfer)
    return totals


def _unpriced(page: Page, run: Finished) -> None:
    held = run.rows(
        run.tables["unpriced"]
        .join(run.cohort.lazy().select("family_id"), on="family_id", how="semi")
        .group_by("event")
        .agg(pl.col("family_id").n_unique().cast(pl.Int64), pl.col("events").sum())
        .sort("family_id", "event", descending=[True, False])
    )
    if not held:
        return
    page.table(
        f"Events of the 12 months that cost something but have no published price, and so are in no total above. "
        f"{run.of_families('unpriced')}",
        ["Event", "Families", "Events"],
        [[run.event(event), count(families), _with(families, events)] for event, families, events in held],
    )


def _with(families: int, events: int) -> int | Figure:
    return events if families >= SMALLEST else COVER

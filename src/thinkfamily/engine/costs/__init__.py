"""Costs: what each family's events of the last 12 months cost each agency, line by line."""

from __future__ import annotations

from typing import Any

import ibis

from thinkfamily.core.dates import twelve_months_to
from thinkfamily.engine.costs.events import family_event
from thinkfamily.engine.costs.lines import priced_lines
from thinkfamily.engine.costs.overlaps import keep_dearest
from thinkfamily.engine.costs.rates import base_year, put_rates
from thinkfamily.engine.costs.services import family_service, unpriced
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store

_MONEY = "decimal(18, 6)"


def run(store: Store, settings: Settings) -> dict[str, object]:
    """Price every member's events in the 12 months to the as-at date.

    Reads:   family_member, person_record, record, event, event_type, price, feed.
    Writes:  cost_line (one row per priced event and agency), family_cost (one row per family and agency: the exact sum
             of its lines), unpriced, family_service.
    Units:   pounds in prices of one financial year, to 6 decimals, a half rounded away from nought.
    Source:  extract contract, section 4; docs/explanation/how-events-are-priced.md.
    Example: tests/spec/costs.
    """
    window = twelve_months_to(settings.as_at)
    year = base_year(settings.as_at, settings.price_year)
    notes = put_rates(store, year)
    tables = store.ibis
    store.make("family_event", family_event(tables, window, settings.as_at))
    store.make("unpriced", unpriced(tables))
    store.make("family_service", family_service(tables, window, settings.as_at))
    store.make("priced_line", priced_lines(tables))
    store.make("line", keep_dearest(store))
    store.make("cost_line", _cost_line(tables))
    store.make("family_cost", _family_cost(tables, year))
    notes |= {
        "window": [window.from_on.isoformat(), window.until_on.isoformat()],
        "lines": store.value("select count(*) from cost_line"),
        "area": _area_totals(store),
    }
    store.drop("price_rate", "price_amount", "price_total", "family_event", "priced_line", "crime_day", "line")
    return notes


def _cost_line(tables: Any) -> Any:
    """One row per family, priced line and agency that bears a part of it.

    Sorted by family, person, feed and record (records are numbered in that order), event, and row as supplied.
    """
    record = tables.table("record").select("record_no", "feed", "record_id")
    amount = tables.table("price_amount")
    lines = tables.table("line").join(amount, ["event", "price_detail", "units"]).join(record, "record_no")
    return lines.order_by("family_id", "person_id", "record_no", "event", "event_no", "unit_cost").select(
        "family_id",
        "person_id",
        "feed",
        "record_id",
        "event",
        "reference",
        "from_on",
        "unit_cost",
        "agency",
        "quantity",
        "cost_gbp",
        "is_transfer",
    )


def _family_cost(tables: Any, year: str) -> Any:
    """One row per family and agency."""
    lines = tables.table("cost_line")
    transfer = ibis.ifelse(lines.is_transfer, lines.cost_gbp, ibis.literal(0).cast(_MONEY))
    return (
        lines.group_by("family_id", "agency")
        .aggregate(cost_gbp=lines.cost_gbp.sum().cast(_MONEY), transfer_gbp=transfer.sum().cast(_MONEY))
        .mutate(price_year=ibis.literal(year))
        .order_by("family_id", "agency")
    )


def _area_totals(store: Store) -> list[dict[str, str]]:
    """One row per agency: what all families cost it, an incident that involves two families counted once."""
    tables = store.ibis
    lines = tables.table("line")
    shared = lines.basis.isin(["per_reference", "per_week_per_reference"]) & lines.reference.notnull()
    once = lines.mutate(
        incident=ibis.ifelse(shared, lines.reference, ibis.null("string")),
        row=ibis.ifelse(shared, ibis.literal(-1, type="int64"), lines.event_no),
    )
    once = once.group_by("event", "price_detail", "incident", "row").aggregate(units=once.units.max())
    once = once.join(tables.table("price_amount"), ["event", "price_detail", "units"])
    transfer = ibis.ifelse(once.is_transfer, once.cost_gbp, ibis.literal(0).cast(_MONEY))
    totals = (
        once.group_by("agency").aggregate(cost_gbp=once.cost_gbp.sum(), transfer_gbp=transfer.sum()).order_by("agency")
    )
    return [
        {"agency": row["agency"], "cost_gbp": str(row["cost_gbp"]), "transfer_gbp": str(row["transfer_gbp"])}
        for row in store.frame(totals).iter_rows(named=True)
    ]


STAGE = Stage(
    name="costs",
    reads=("family_member", "person_record", "record", "event", "event_type", "price", "feed"),
    writes=("cost_line", "family_cost", "unpriced", "family_service"),
    run=run,
)

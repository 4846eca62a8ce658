"""What so many events, or so many days, of each priced event cost each agency: all pounds are worked out here, exactly.

The table is small (a year has at most 366 days), so every amount is one Decimal computation rounded once, and the
millions of events need only to be joined to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

import polars as pl

from thinkfamily.core.dates import financial_year
from thinkfamily.core.errors import RuleError
from thinkfamily.engine.store import Store
from thinkfamily.programmes.prices import (
    Deflators,
    Price,
    UnitCost,
    as_financial_year,
    charged_through,
    check_price,
    load_deflators,
    load_unit_costs,
    uprated,
)

# Units of the published price in so many days: days x first / second (extract contract, section 4).
UNITS_IN_DAYS = {
    "per_week": (Decimal(1), Decimal(7)),
    "per_month": (Decimal(12), Decimal("365.25")),
    "per_year": (Decimal(1), Decimal("365.25")),
    "per_week_per_reference": (Decimal(1), Decimal(7)),
}
LONGEST_WINDOW_DAYS = 366

_MONEY = pl.Decimal(18, 6)
_MILLIONTH = Decimal("0.000001")


def base_year(as_at: date, asked: str | None) -> str:
    """The financial year of the prices: the one asked for, else the one that holds the as-at date."""
    return as_financial_year(asked) if asked else financial_year(as_at)


def put_rates(store: Store, year: str) -> dict[str, object]:
    """Work out the pounds of every price in prices of one year.

    Reads:   price (one row per event and detail), event_type.
    Writes:  price_rate (one row per event and detail): basis, overlap group;
             price_amount (one row per event, detail, number of units and agency's part): unit cost, agency, quantity in
             units of the published price, pounds; price_total (one row per event, detail and number of units): pounds.
    Units:   ``units`` is whole events, or whole days for a basis of weeks, months or years. Pounds to 6 decimals, each
             value x deflator / deflator x quantity rounded once, a half away from nought.
    Raises:  RuleError when a price names an unknown unit cost, basis or overlap group, or prices a point by time.

    Returns:
        Notes for the run: the price year and whether its deflator is a forecast.
    """
    deflators, costs = load_deflators(), load_unit_costs()
    is_forecast = deflators.is_forecast(year)
    shapes = {str(event): str(shape) for event, shape in store.rows("select event, shape from event_type")}
    rates: list[tuple[object, ...]] = []
    amounts: list[tuple[object, ...]] = []
    for price in _prices(store):
        check_price(price, costs, f"price of {price.event}")
        _check_shape(price, shapes)
        rates.append((price.event, price.detail, price.basis, price.overlap_group or None))
        amounts += _amounts(price, costs, deflators, year)
    key = {"event": pl.String, "price_detail": pl.String}
    store.put("price_rate", pl.DataFrame(rates, key | {"basis": pl.String, "overlap_group": pl.String}, orient="row"))
    amount = pl.DataFrame(
        amounts,
        key
        | {
            "units": pl.Int64,
            "unit_cost": pl.String,
            "agency": pl.String,
            "is_transfer": pl.Boolean,
            "quantity": _MONEY,
            "cost_gbp": _MONEY,
        },
        orient="row",
    )
    store.put("price_amount", amount)
    total = amount.group_by("event", "price_detail", "units", maintain_order=True).agg(
        pl.col("cost_gbp").sum().cast(_MONEY).alias("line_gbp")
    )
    store.put("price_total", total)
    return {"price_year": year, "deflator_is_forecast": is_forecast}


def _prices(store: Store) -> list[Price]:
    columns = "event, detail, unit_cost, basis, overlap_group, transfer_agency, note"
    rows = store.rows(f"select {columns} from price order by event, detail")
    return [Price(*(cell or "" for cell in row)) for row in rows]


def _check_shape(price: Price, shapes: Mapping[str, str]) -> None:
    if price.basis in UNITS_IN_DAYS and shapes.get(price.event) == "point":
        raise RuleError(
            "TF-COSTS-001",
            f"price of {price.event}",
            found=f"Found basis {price.basis}; the event is a point in time and has no length.",
            means="It would be priced as if it had never ended.",
            do="Price it per_event, per_person or per_reference, or declare the event a spell.",
        )


def _amounts(
    price: Price, costs: Mapping[str, UnitCost], deflators: Deflators, year: str
) -> Iterator[tuple[object, ...]]:
    """One row per number of units and agency's part."""
    per_day = price.basis in UNITS_IN_DAYS
    times, over = UNITS_IN_DAYS.get(price.basis, (Decimal(1), Decimal(1)))
    for part in charged_through(price.unit_cost, costs):
        is_transfer = part.agency == price.transfer_agency
        with localcontext() as context:
            context.prec = 40
            gbp = uprated(part, deflators, year)
            for units in range(1, LONGEST_WINDOW_DAYS + 1) if per_day else (1,):
                quantity = units * times / over
                yield (
                    price.event,
                    price.detail,
                    units,
                    part.id,
                    part.agency,
                    is_transfer,
                    quantity.quantize(_MILLIONTH, ROUND_HALF_UP),
                    (gbp * quantity).quantize(_MILLIONTH, ROUND_HALF_UP),
                )

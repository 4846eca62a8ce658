"""What public services cost: unit costs, the deflator that carries them between years, and what prices each event.

Values are Decimal from the file to the last division, so that the same inputs give the same pounds everywhere.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from thinkfamily.core.errors import RuleError

BASES = (
    "per_event",
    "per_person",
    "per_reference",
    "per_week",
    "per_month",
    "per_year",
    "per_week_per_reference",
)
OVERLAP_GROUPS = ("crime", "school")

_PARTS_MAY_DIFFER_GBP = Decimal(1)
_YEAR = re.compile(r"(\d{4})(?:[/-](\d{2}))?")


@dataclass(frozen=True)
class UnitCost:
    """One published cost of one unit of service, falling to one agency label.

    Args:
        id: as in ``unit-costs.csv``.
        parent: the unit cost of which this is one agency's part, or empty.
        title: what is counted.
        unit: per what, in the source's words.
        value_gbp: pounds in prices of ``price_year``.
        price_year: financial year, written ``2008-09``.
        category: fiscal, or wider.
        agency: the label that bears it; ``MULTI`` where the source does not divide it.
        source: where the figure was read.
    """

    id: str
    parent: str
    title: str
    unit: str
    value_gbp: Decimal
    price_year: str
    category: str
    agency: str
    source: str


@dataclass(frozen=True)
class Price:
    """What prices one event, or one event with one detail; empty detail = every one without a row of its own."""

    event: str
    detail: str
    unit_cost: str
    basis: str
    overlap_group: str
    transfer_agency: str
    note: str


@dataclass(frozen=True)
class Deflators:
    """The GDP deflator by financial year, and which years are a forecast."""

    by_year: Mapping[str, Decimal]
    forecast_years: frozenset[str]

    def factor(self, price_year: str, base_year: str) -> Decimal:
        """What one pound of ``price_year`` is in prices of ``base_year``, unrounded."""
        return self._of(base_year) / self._of(price_year)

    def is_forecast(self, year: str) -> bool:
        """Whether a year's deflator is a forecast."""
        self._of(year)
        return year in self.forecast_years

    def _of(self, year: str) -> Decimal:
        if year not in self.by_year:
            first, last = min(self.by_year), max(self.by_year)
            raise RuleError(
                "TF-PRICES-006",
                f"price year {year}",
                found=f"Found price year {year}; the GDP deflator is held for {first} to {last}.",
                means="Nothing can be priced in a year without a deflator.",
                do="Ask for another price year, or add the year to gdp-deflators.csv with its source.",
            )
        return self.by_year[year]


def as_financial_year(written: str, where: str = "price year") -> str:
    """A price year in one form, ``2010-11``, from ``2010-11``, ``2010/11`` or the calendar year ``2010``.

    A calendar year Y stands for the financial year that begins in it (extract contract, section 4).

    Raises:
        RuleError: when it is not a year, or the two years do not follow one another.
    """
    found = _YEAR.fullmatch(written.strip())
    if found:
        first = int(found[1])
        second = f"{(first + 1) % 100:02d}"
        if found[2] in (None, second):
            return f"{first}-{second}"
    raise RuleError(
        "TF-PRICES-005",
        where,
        found=f"Found price year {written!r}; expected a form such as 2026-27, 2026/27 or 2026.",
        means="The value cannot be carried to another year's prices.",
        do="Correct the year.",
    )


@cache
def load_unit_costs() -> Mapping[str, UnitCost]:
    """The published unit costs that come with the program, by id."""
    return read_unit_costs(_supplied("unit-costs.csv"), "unit-costs.csv")


def read_unit_costs(text: str, name: str) -> Mapping[str, UnitCost]:
    """Unit costs by id, from a file's text; each checked.

    Raises:
        RuleError: naming the row, when a value, year or parent is missing or wrong.
    """
    costs: dict[str, UnitCost] = {}
    columns = ("id", "parent", "title", "unit", "value_gbp", "price_year", "category", "agency", "source")
    for where, row in _read(text, name, columns, may_be_empty=("parent",)):
        if row["id"] in costs:
            raise _wrong(where, f"Found {row['id']} a second time.", "One unit cost would have two values.")
        costs[row["id"]] = UnitCost(
            id=row["id"],
            parent=row["parent"],
            title=row["title"],
            unit=row["unit"],
            value_gbp=_number(row["value_gbp"], where),
            price_year=as_financial_year(row["price_year"], where),
            category=row["category"],
            agency=row["agency"],
            source=row["source"],
        )
    for cost in costs.values():
        if cost.parent and (cost.parent not in costs or costs[cost.parent].parent):
            raise _wrong(
                f"{name}, {cost.id}",
                f"Found parent {cost.parent}; expected the id of a unit cost that is not itself a part.",
                "The part belongs to nothing.",
            )
    return MappingProxyType(costs)


@cache
def load_deflators() -> Deflators:
    """The GDP deflator that comes with the program (HM Treasury, March 2026)."""
    return read_deflators(_supplied("gdp-deflators.csv"), "gdp-deflators.csv")


def read_deflators(text: str, name: str) -> Deflators:
    """The deflator by financial year, from a file's text.

    Raises:
        RuleError: naming the row, when a year comes twice or a value is no index.
    """
    by_year: dict[str, Decimal] = {}
    forecast: set[str] = set()
    columns = ("financial_year", "gdp_deflator", "status")
    for where, row in _read(text, name, columns):
        year = as_financial_year(row["financial_year"], where)
        value = _number(row["gdp_deflator"], where)
        if year in by_year or value == 0 or row["status"] not in ("outturn", "forecast"):
            raise _wrong(
                where,
                "Found a year twice, a nought, or a status other than outturn or forecast.",
                "Nothing can be carried between years.",
            )
        by_year[year] = value
        if row["status"] == "forecast":
            forecast.add(year)
    return Deflators(by_year, frozenset(forecast))


def load_prices() -> list[Price]:
    """What prices each event, as the program comes: one row per event and detail."""
    return read_prices(_supplied("prices.csv"), "prices.csv", load_unit_costs())


def read_prices(text: str, where: str, costs: Mapping[str, UnitCost]) -> list[Price]:
    """The rows of a price file's text, ours or an area's, each checked.

    Args:
        text: the file's content, comma-separated.
        where: name of the file, for messages.
        costs: every unit cost a row may name.
    """
    optional = ("detail", "overlap_group", "transfer_agency", "note")
    columns = ("event", "detail", "unit_cost", "basis", "overlap_group", "transfer_agency", "note")
    prices: dict[tuple[str, str], Price] = {}
    for line, row in _read(text, where, columns, may_be_empty=optional):
        price = Price(**row)
        check_price(price, costs, line)
        if (price.event, price.detail) in prices:
            raise _wrong(line, "Found a second row for one event and detail.", "One event would have two prices.")
        prices[price.event, price.detail] = price
    return list(prices.values())


def check_price(price: Price, costs: Mapping[str, UnitCost], where: str) -> None:
    """Refuse a price that names no known unit cost, basis or overlap group.

    Raises:
        RuleError: with what was found against what is known.
    """
    for column, value, known in (
        ("unit_cost", price.unit_cost, costs),
        ("basis", price.basis, BASES),
        ("overlap_group", price.overlap_group, ("", *OVERLAP_GROUPS)),
    ):
        if value not in known:
            expected = (
                "an id of unit-costs.csv" if column == "unit_cost" else f"one of: {', '.join(filter(None, known))}"
            )
            raise _wrong(
                where,
                f"Found {column} {value!r} for event {price.event}; expected {expected}.",
                "The event cannot be priced.",
            )


def charged_through(unit_cost: str, costs: Mapping[str, UnitCost]) -> tuple[UnitCost, ...]:
    """The unit costs through which one is charged, one per agency's part, in order of id.

    They are its parts, at their own values, where the parts add up to it within one pound; else the whole, under its
    own label (extract contract, section 4). Parts in another price year than the whole cannot be compared with it, and
    the whole is charged.
    """
    whole = costs[unit_cost]
    parts = tuple(sorted((cost for cost in costs.values() if cost.parent == unit_cost), key=lambda cost: cost.id))
    same_year = all(part.price_year == whole.price_year for part in parts)
    total = sum((part.value_gbp for part in parts), Decimal(0))
    if parts and same_year and abs(total - whole.value_gbp) <= _PARTS_MAY_DIFFER_GBP:
        return parts
    return (whole,)


def uprated(cost: UnitCost, deflators: Deflators, base_year: str) -> Decimal:
    """Pounds for one unit in prices of the base year: value x deflator[base] / deflator[price year], unrounded.

    Source: Unit Cost Database v1.4, the workbook's own formula.
    """
    with localcontext() as context:
        context.prec = 40
        return cost.value_gbp * deflators.factor(cost.price_year, base_year)


def _supplied(name: str) -> str:
    return (files("thinkfamily.programmes") / "data" / name).read_text(encoding="utf-8")


def _read(
    text: str, name: str, columns: tuple[str, ...], *, may_be_empty: Iterable[str] = ()
) -> list[tuple[str, dict[str, str]]]:
    """One (place, row) per line of a small CSV file; every column there, every required cell filled."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise _wrong(name, f"Found no column {', '.join(missing)}.", "The file cannot be read.")
    rows = []
    for number, raw in enumerate(reader, start=1):
        where = f"{name}, row {number}"
        if None in raw:
            raise _wrong(where, "Found more cells than columns.", "The row cannot be read.")
        row = {column: (raw[column] or "").strip() for column in columns}
        empty = [column for column in columns if not row[column] and column not in set(may_be_empty)]
        if empty:
            raise _wrong(where, f"Found nothing in {', '.join(empty)}.", "A price without it does not load.")
        rows.append((where, row))
    return rows


def _number(written: str, where: str) -> Decimal:
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise _wrong(where, f"Found {written!r}; expected a number of pounds or an index.", "Nothing can be priced.")
    return value


def _wrong(where: str, found: str, means: str) -> RuleError:
    return RuleError("TF-PRICES-001", where, found=found, means=means, do="Correct the row, with its source.")

"""The event vocabulary and its prices: what the program knows, with an area's own additions.

An addition adds; it never changes what the program comes with, so that two areas' lists mean the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

import polars as pl

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.prices import Price, load_prices, load_unit_costs, read_prices
from thinkfamily.tables import supplied

SHAPES = ("point", "spell", "measure")
COSTS = ("priced", "none_published", "not_a_cost")

_COLUMNS = tuple(supplied.EventType.column_names())
_OPTIONAL = ("quantity", "heading")
_PRICE_COLUMNS = tuple(supplied.Price.column_names())
_KNOWN = {"shape": SHAPES, "cost": COSTS}

# What a title tells an agency's exporter, not a reader: "(role: victim, perpetrator …)".
_HINT = re.compile(r" \((?:role|detail|service)s?:[^)]*\)")


def without_hint(title: str) -> str:
    """An event's title without the vocabulary's hint to exporters."""
    return _HINT.sub("", title)


@dataclass(frozen=True)
class Vocabulary:
    """Event types and prices, as tables.

    Args:
        event_types: one row per event (``supplied.EventType``).
        prices: one row per event and detail (``supplied.Price``).
    """

    event_types: pl.DataFrame
    prices: pl.DataFrame

    @property
    def feeds(self) -> frozenset[str]:
        """Names a feed's folder may have."""
        return frozenset(self.event_types["feed"])


def load_vocabulary(events: tuple[str, str] | None = None, prices: tuple[str, str] | None = None) -> Vocabulary:
    """The vocabulary the program comes with, and an area's additions.

    Args:
        events: name and text of a file of further events, in the columns of ``events.csv``.
        prices: name and text of a file of further prices, in the columns of ``prices.csv``.

    Raises:
        RuleError: a column or a value is unknown or missing, or an addition would change what is there.
    """
    data = files("thinkfamily.programmes") / "data"
    types = _event_types("events.csv", (data / "events.csv").read_text("utf-8"))
    costs = load_unit_costs()
    known = load_prices()
    if events is not None:
        name, text = events
        for event, row in _event_types(name, text).items():
            if event in types:
                raise _wrong(name, f"Found event {event}, which the program already knows.", "It would change it.")
            types[event] = row
    if prices is not None:
        name, text = prices
        _only_known_columns(name, text, _PRICE_COLUMNS)
        known = _with_additions(name, known, read_prices(text, name, costs), types)
    priced = {price.event for price in known}
    for event, row in types.items():
        if row["cost"] == "priced" and event not in priced:
            raise _wrong(events[0] if events else "events.csv", f"Found no price for event {event}.", "It says priced.")
    return Vocabulary(
        _table(supplied.EventType.column_names(), types.values()).sort("event"),
        _table(_PRICE_COLUMNS, (_price_row(price) for price in known)).sort("event", "detail"),
    )


def _event_types(name: str, text: str) -> dict[str, dict[str, str | None]]:
    _only_known_columns(name, text, _COLUMNS)
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    types: dict[str, dict[str, str | None]] = {}
    for number, raw in enumerate(reader, start=1):
        where = f"{name}, row {number}"
        if None in raw:
            raise _wrong(where, "Found more cells than columns.", "The row cannot be read.")
        row = {column: (raw[column] or "").strip() or None for column in _COLUMNS}
        for column in _COLUMNS:
            value = row[column]
            if value is None and column not in _OPTIONAL:
                raise _wrong(where, f"Found nothing in {column}.", "An event without it does not load.")
            if column in _KNOWN and value not in _KNOWN[column]:
                raise _wrong(
                    where,
                    f"Found {column} {value!r}; expected one of: {', '.join(_KNOWN[column])}.",
                    "The event cannot be understood.",
                )
        event = str(row["event"])
        if event in types:
            raise _wrong(where, f"Found event {event} a second time.", "It would have two meanings.")
        types[event] = row
    return types


def _only_known_columns(name: str, text: str, expected: tuple[str, ...]) -> None:
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")), [])
    found = [column.strip() for column in header]
    if sorted(found) != sorted(expected):
        raise _wrong(
            name, f"Found columns {', '.join(found)}; expected {', '.join(expected)}.", "The file cannot be read."
        )


def _with_additions(
    name: str, known: list[Price], more: list[Price], types: dict[str, dict[str, str | None]]
) -> list[Price]:
    there = {(price.event, price.detail) for price in known}
    for price in more:
        if price.event not in types:
            raise _wrong(
                name, f"Found a price for event {price.event}, which is in no vocabulary.", "It prices nothing."
            )
        if (price.event, price.detail) in there:
            raise _wrong(name, f"Found a price for event {price.event}, which has one.", "It would change it.")
        if types[price.event]["cost"] == "not_a_cost":
            raise _wrong(name, f"Found a price for event {price.event}, which is not a cost.", "It prices nothing.")
        types[price.event] = {**types[price.event], "cost": "priced"}
    return known + more


def _price_row(price: Price) -> dict[str, str | None]:
    row = {column: getattr(price, column) or None for column in _PRICE_COLUMNS}
    # Empty detail is part of the key: every detail without a row of its own.
    return {**row, "detail": price.detail}


def _table(columns: Iterable[str], rows: Iterable[dict[str, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String))


def _wrong(where: str, found: str, means: str) -> RuleError:
    return RuleError(
        "TF-VOCABULARY-001",
        where,
        found=found,
        means=means,
        do="Correct the file; an addition may only add events and prices that are not there yet.",
    )

"""What each family truly costs each agency: the extract contract's section 4, worked out apart from the engine.

This is a second reading of the same rules, to hold the engine's against: it shares no code with ``engine.costs``, reads
the price files itself and knows whose each record is from the truth.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files

import polars as pl

DAYS_IN_YEAR = Fraction(36525, 100)
CRIME_DAYS = 14
SPELL_BASES = ("per_week", "per_month", "per_year", "per_week_per_reference")


def _rows(name: str) -> list[dict[str, str]]:
    with (files("thinkfamily.programmes") / "data" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Tariff:
    """What one unit of each priced event costs each agency, in the prices of one year."""

    def __init__(self, as_at: date) -> None:
        first = as_at.year if as_at.month >= 4 else as_at.year - 1
        deflator = {row["financial_year"]: Fraction(row["gdp_deflator"]) for row in _rows("gdp-deflators.csv")}
        base = deflator[f"{first}-{(first + 1) % 100:02d}"]
        self.costs = {row["id"]: row for row in _rows("unit-costs.csv")}
        self.parts: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self.costs.values():
            if row["parent"]:
                self.parts[row["parent"]].append(row)
        self.rows: dict[tuple[str, str], dict[str, str]] = {(r["event"], r["detail"]): r for r in _rows("prices.csv")}
        self.charge: dict[str, dict[str, Fraction]] = {}
        for unit in {row["unit_cost"] for row in self.rows.values()}:
            whole, parts = self.costs[unit], self.parts.get(unit, [])
            total = sum((Fraction(p["value_gbp"]) for p in parts), Fraction(0))
            adds_up = bool(parts) and abs(total - Fraction(whole["value_gbp"])) <= 1
            shares: dict[str, Fraction] = defaultdict(Fraction)
            for part in parts if adds_up else [whole]:
                year = int(part["price_year"][:4])
                shares[part["agency"]] += (
                    Fraction(part["value_gbp"]) * base / deflator[f"{year}-{(year + 1) % 100:02d}"]
                )
            self.charge[unit] = dict(shares)

    def row(self, event: str, detail: str | None) -> dict[str, str] | None:
        """The price row of an event: that of its detail, else that without detail."""
        return self.rows.get((event, detail or "")) or self.rows.get((event, ""))


def true_costs(events: pl.DataFrame, members: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """One row per family and agency: family, agency, cost_gbp (with transfers), transfer_gbp; sorted.

    Args:
        events: accepted rows with feed, record_id, person, event, from_on, until_on, reference, detail, covers_until.
        members: family, person, residence.
        as_at: last day of the 12 months.
    """
    tariff = Tariff(as_at)
    start = _same_day_last_year(as_at) + timedelta(days=1)
    end = as_at + timedelta(days=1)
    counted = members.filter(pl.col("residence") != "elsewhere").select("family", "person")
    rows = (
        events.filter(pl.col("event").is_in([event for event, _ in tariff.rows]))
        .filter(
            (pl.col("from_on") < end)
            & (pl.col("until_on").is_null() | (pl.col("until_on") > start) | (pl.col("from_on") >= start))
        )
        .join(counted, on="person", how="inner")
        .sort(
            "family",
            "person",
            "event",
            "detail",
            "from_on",
            "until_on",
            "reference",
            "feed",
            "record_id",
            nulls_last=True,
        )
    )
    by_family: dict[int, list[dict]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        by_family[row["family"]].append(row)
    found = []
    for family, its_rows in sorted(by_family.items()):
        costs: dict[str, Fraction] = defaultdict(Fraction)
        transfers: dict[str, Fraction] = defaultdict(Fraction)
        for price, quantity in _lines(tariff, its_rows, start, end):
            for agency, each in tariff.charge[price["unit_cost"]].items():
                costs[agency] += each * quantity
                if agency == price["transfer_agency"]:
                    transfers[agency] += each * quantity
        found += [
            (family, a, float(round(costs[a], 6)), float(round(transfers[a], 6))) for a in sorted(costs) if costs[a]
        ]
    return pl.DataFrame(
        found,
        schema={"family": pl.Int64, "agency": pl.String, "cost_gbp": pl.Float64, "transfer_gbp": pl.Float64},
        orient="row",
    )


def _same_day_last_year(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _lines(tariff: Tariff, rows: list[dict], start: date, end: date) -> list[tuple[dict[str, str], Fraction]]:
    """Price row and quantity of each line of one family, overlaps taken out."""
    grouped: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows:
        price = tariff.row(row["event"], row["detail"])
        if price is not None:
            grouped[row["event"], price["detail"]].append(row)
    lines: list[tuple[dict[str, str], Fraction]] = []
    shared: dict[tuple[str, int], list[tuple[date, Fraction, dict[str, str], Fraction]]] = defaultdict(list)
    for (event, detail), its_rows in grouped.items():
        price = tariff.rows[event, detail]
        for person, first, quantity in _quantities(price["basis"], its_rows, start, end):
            if price["overlap_group"]:
                worth = sum(tariff.charge[price["unit_cost"]].values(), Fraction(0)) * quantity
                shared[price["overlap_group"], person].append((first, worth, price, quantity))
            else:
                lines.append((price, quantity))
    for (group, _), its_lines in shared.items():
        lines += _without_overlap(group, its_lines)
    return lines


def _without_overlap(
    group: str, lines: list[tuple[date, Fraction, dict[str, str], Fraction]]
) -> list[tuple[dict[str, str], Fraction]]:
    """One person's lines of one overlap group: within crime the dearest of each fortnight, within school the dearest."""
    kept = []
    bundle: list = []
    opened = None
    for line in sorted(lines, key=lambda line: line[0]):
        if group == "crime" and opened is not None and (line[0] - opened).days > CRIME_DAYS:
            kept.append(max(bundle, key=lambda each: each[1]))
            bundle, opened = [], None
        if opened is None:
            opened = line[0]
        bundle.append(line)
    kept.append(max(bundle, key=lambda each: each[1]))
    return [(price, quantity) for _, _, price, quantity in kept]


def _quantities(basis: str, rows: list[dict], start: date, end: date) -> list[tuple[int, date, Fraction]]:
    """Person, first day and quantity of each line of one family, event and price row."""
    begun = [row for row in rows if start <= row["from_on"] < end]
    one = Fraction(1)
    if basis == "per_event":
        return [(row["person"], row["from_on"], one) for row in begun]
    if basis == "per_person":
        firsts: dict[int, date] = {}
        for row in begun:
            firsts[row["person"]] = min(row["from_on"], firsts.get(row["person"], end))
        return [(person, first, one) for person, first in firsts.items()]
    if basis == "per_reference":
        seen: set[str] = set()
        lines = []
        for row in begun:
            if row["reference"] and row["reference"] in seen:
                continue
            seen.add(row["reference"] or "")
            lines.append((row["person"], row["from_on"], one))
        return lines
    per = {
        "per_week": Fraction(7),
        "per_week_per_reference": Fraction(7),
        "per_month": DAYS_IN_YEAR / 12,
        "per_year": DAYS_IN_YEAR,
    }[basis]
    whose: dict[object, list[dict]] = defaultdict(list)
    for row in rows:
        whose[row["reference"] if basis == "per_week_per_reference" else row["person"]].append(row)
    lines = []
    for its_rows in whose.values():
        days = _days(its_rows, start, end)
        if days:
            lines.append((its_rows[0]["person"], max(its_rows[0]["from_on"], start), Fraction(days) / per))
    return lines


def _days(rows: list[dict], start: date, end: date) -> int:
    """Days of the window on which at least one of the spells runs."""
    spells = []
    for row in rows:
        until = row["until_on"] or min(end, row["covers_until"])
        first, last = max(row["from_on"], start), min(until, end)
        if first < last:
            spells.append((first, last))
    days, reached = 0, date.min
    for first, last in sorted(spells):
        first = max(first, reached)
        if last > first:
            days += (last - first).days
            reached = last
    return days

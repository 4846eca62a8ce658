"""Values that the state sets and changes, by name: one place for each, with its source from every date."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from thinkfamily.core.source import Source


@dataclass(frozen=True)
class NamedValue:
    """One value from a date on.

    Args:
        title: what it is, in words.
        from_on: None = as long as anyone asks.
        derived: how it follows by arithmetic from figures that were read; empty where the source states it.
    """

    name: str
    title: str
    from_on: date | None
    value: float
    unit: str
    derived: str
    source: Source


@cache
def named_values() -> dict[str, tuple[NamedValue, ...]]:
    """By name, in the order of their dates.

    Source: each row's own.
    """
    text = (files("thinkfamily.programmes") / "data" / "named-values.csv").read_text("utf-8")
    found: dict[str, list[NamedValue]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["name"], []).append(
            NamedValue(
                row["name"],
                row["title"],
                date.fromisoformat(row["from_on"]) if row["from_on"] else None,
                float(row["value"]),
                row["unit"],
                row["derived"],
                Source(row["source"], row["where"], row["url"], row["verified"] == "true"),
            )
        )
    return {name: tuple(sorted(rows, key=lambda each: each.from_on or date.min)) for name, rows in found.items()}

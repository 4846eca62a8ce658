"""Small tables that stand in a query as they are: the rules, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir


def small_table(rows: Sequence[Mapping[str, Any]], shape: Mapping[str, str]) -> ir.Table:
    """One row per row given, at least one; Ibis types by column.

    It is written as one list a column: a list of rows writes down the type of every row, and for all programmes that took
    as long as judging a hundred thousand records by them.
    """
    at = ibis.range(len(rows)).unnest().name("at").as_table()
    return at.select(**{name: _column([row[name] for row in rows], kind, at["at"]) for name, kind in shape.items()})


def _column(values: list[Any], kind: str, at: ir.IntegerValue) -> ir.Value:
    """One value of a column. Days and fractions stand as text: written out, DuckDB takes 100.0 for a DECIMAL(4, 1)."""
    if kind not in ("date", "float64"):
        return ibis.literal(values, type=f"array<{kind}>")[at]
    texts = [None if value is None else str(value) for value in values]
    return ibis.literal(texts, type="array<string>")[at].cast(kind)

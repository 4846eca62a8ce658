"""Days moved by a length of time."""

from __future__ import annotations

import ibis.expr.types as ir


def moved(day: ir.DateValue, by: ir.IntervalValue) -> ir.DateValue:
    """The day that much later, as a date.

    DuckDB answers a date plus an interval with a timestamp while Ibis takes it for a date and drops a plain cast, so
    that the way back has to go through a timestamp.
    """
    return (day + by).cast("timestamp").cast("date")

"""Little drawn tables for worked examples: what a programme lead can read is what the test runs on."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from thinkfamily.engine.store import Store


def draw(schema: type[dy.Schema], drawing: str) -> pl.DataFrame:
    """A frame with every column of the schema from a table drawn with bars; columns not drawn, and ``-``, are null.

    Example:
        ``draw(Term, "from_on | until_on \\n 2025-09-01 | 2025-12-20")``
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines() if line.strip()]
    header, *rows = lines
    wanted = {name: column.dtype for name, column in schema.columns().items()}
    unknown = set(header) - set(wanted)
    if unknown:
        raise ValueError(f"{schema.__name__} has no column {sorted(unknown)}")
    cells = {
        name: [None if row[header.index(name)] in ("-", "") else row[header.index(name)] for row in rows]
        if name in header
        else [None] * len(rows)
        for name in wanted
    }
    frame = pl.DataFrame(cells, schema=dict.fromkeys(wanted, pl.String))
    return frame.with_columns(
        pl.col(name).replace_strict({"yes": True, "no": False}, return_dtype=pl.Boolean)
        if dtype == pl.Boolean
        else pl.col(name).str.to_date()
        if dtype == pl.Date
        else pl.col(name).cast(dtype)
        for name, dtype in wanted.items()
    )


def put(store: Store, name: str, schema: type[dy.Schema], drawing: str | None = None) -> None:
    """Put a drawn table, or an empty one, into a store."""
    store.put(name, draw(schema, drawing) if drawing else schema.create_empty())

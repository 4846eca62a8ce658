"""Named tables in one DuckDB database of the run's own, in memory and spilling to disk.

Nothing is fetched (extensions neither install nor load themselves) and no row is ever logged. Rows are read with
``fetchall`` only: an unread result would block DuckDB 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl


@dataclass(frozen=True)
class Tables:
    """The tables of a run as Ibis expressions, and nothing else of Ibis: what else it offers differs from engine to engine."""

    table: Callable[[str], Any]


class Store:
    """Tables of one run.

    Args:
        spill: folder for what does not fit into memory, or None to fail instead (tests, small data).
        threads: worker threads.
        memory_limit: such as ``4GB``; beyond it tables spill. Tables stay uncompressed in memory: writing them compressed to a
            database file cost three times the CPU of making them.
    """

    def __init__(self, spill: Path | None = None, *, threads: int = 2, memory_limit: str = "3GB") -> None:
        config: dict[str, Any] = {
            "threads": threads,
            "memory_limit": memory_limit,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        }
        # Where it is told, or nowhere: DuckDB's own default is a folder wherever the command was started.
        config["temp_directory"] = str(spill) if spill else ""
        self.connection = duckdb.connect(":memory:", config=config)
        self._ibis: Any = None

    @property
    def spark(self) -> Any:
        """The Spark session that works out Ibis expressions, or None where DuckDB does."""
        return None

    @property
    def ibis(self) -> Tables:
        """The same tables as Ibis sees them: ``store.ibis.table("event")``."""
        return Tables(self._connected().table)

    def _connected(self) -> Any:
        if self._ibis is None:
            import ibis  # half a second that linkage alone need not spend

            self._ibis = ibis.duckdb.from_connection(self.connection)
        return self._ibis

    def run(self, sql: str, parameters: list[object] | dict[str, object] | None = None) -> None:
        """Execute a statement that returns nothing wanted."""
        self.connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: list[object] | dict[str, object] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query; only for results that are small by nature."""
        return self.connection.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: list[object] | dict[str, object] | None = None) -> Any:
        """The single value of a one-row, one-column query."""
        return self.rows(sql, parameters)[0][0]

    def frame(self, query: Any, parameters: list[object] | dict[str, object] | None = None) -> pl.DataFrame:
        """The rows of an SQL query or an Ibis expression as a frame, in memory."""
        sql = query if isinstance(query, str) else self._connected().compile(query)
        answer = pl.from_arrow(self.connection.execute(sql, parameters).to_arrow_table())
        assert isinstance(answer, pl.DataFrame)
        return answer

    def put(self, name: str, rows: pl.DataFrame) -> None:
        """Create or replace a table from a frame, keeping its order."""
        arrow = rows.to_arrow()
        self.connection.register("incoming", arrow)
        try:
            self.connection.execute(f'create or replace table "{name}" as select * from incoming')
        finally:
            self.connection.unregister("incoming")

    def append(self, name: str, rows: pl.DataFrame) -> None:
        """Add a frame's rows, in order, to the end of a table that has the same columns."""
        arrow = rows.to_arrow()
        self.connection.register("incoming", arrow)
        try:
            self.connection.execute(f'insert into "{name}" by name select * from incoming')
        finally:
            self.connection.unregister("incoming")

    def make(self, name: str, expression: Any) -> None:
        """Create or replace a table from an Ibis expression or an SQL query."""
        sql = expression if isinstance(expression, str) else self._connected().compile(expression)
        self.connection.execute(f'create or replace table "{name}" as {sql}')

    def has(self, name: str) -> bool:
        """Whether a table exists."""
        return bool(self.rows("select 1 from duckdb_tables() where table_name = ? limit 1", [name]))

    def drop(self, *names: str) -> None:
        """Drop tables that no later stage reads."""
        for name in names:
            self.connection.execute(f'drop table if exists "{name}"')

    def drop_all(self, prefix: str) -> None:
        """Drop every table whose name begins so."""
        begin_so = "select table_name from duckdb_tables() where starts_with(table_name, ?) order by table_name"
        self.drop(*(name for (name,) in self.rows(begin_so, [prefix])))

    def export(self, sql: str, path: Path) -> None:
        """Write a query's rows, in the query's order, as Parquet. Same rows, same bytes."""
        self.connection.execute(
            f"copy ({sql}) to '{str(path).replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd)"
        )

    def is_full(self, error: BaseException) -> bool:
        """Whether an error says that the tables fit neither into memory nor onto the disk."""
        return isinstance(error, duckdb.OutOfMemoryException)

    def close(self) -> None:
        """Let the tables go."""
        self.connection.close()

"""The one door to DuckDB and Spark: named tables of one run, and what is asked of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from thinkfamily.engine.store.embedded import Store


class Engine(StrEnum):
    """What works out a run's largest tables."""

    DUCKDB = "duckdb"
    SPARK = "spark"


__all__ = ["Engine", "Store", "open_store"]


def open_store(engine: Engine, spill: Path, *, threads: int, memory_limit: str) -> Store:
    """A store whose Ibis expressions the engine works out.

    Args:
        engine: DuckDB within the process, or Spark.
        spill: folder for what does not fit into memory, and for what the two engines hand to one another.
        threads, memory_limit: of this machine.

    Raises:
        EngineError: Spark was asked for where its packages, or Java, are missing.
    """
    if engine is Engine.DUCKDB:
        return Store(spill, threads=threads, memory_limit=memory_limit)
    from thinkfamily.engine.store.spark import SparkStore  # of an extra that most installations lack

    return SparkStore(spill, threads=threads, memory_limit=memory_limit)

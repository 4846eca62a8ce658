"""One small borough, worked out by DuckDB and by Spark: every table of the two runs is the same, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.integration.spark_here import skip_without_spark

from thinkfamily.engine.pipeline import RUN_TABLES, Resources, identify
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Engine
from thinkfamily.engine.store.spark import SparkStore
from thinkfamily.programmes.framework import programme_names
from thinkfamily.synthetic.borough import write_borough
from thinkfamily.tables.kept import KEPT

skip_without_spark()
# Spark's bridge to Java leaves its sockets for the collector to find.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]

AS_AT = date(2026, 9, 30)
# The first makes the list; the others in any order.
PROGRAMMES = ("westminster_3_percent", *(name for name in programme_names() if name != "westminster_3_percent"))
# What the two engines hand over is hidden by an empty table that equals another.
NEVER_EMPTY = ("link", "indicator", "evidence", "cost_line", "family_cost", "family_service", "unpriced", "cohort")


@pytest.fixture(scope="module")
def worked_out() -> list[str]:
    """The tables that Spark made."""
    return []


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, worked_out: list[str]) -> Iterator[dict[Engine, Path]]:
    folder = tmp_path_factory.mktemp("two_engines")
    write_borough(folder / "borough", families=300, seed=11, as_at=AS_AT)
    settings = Settings(folder / "borough" / "extracts", AS_AT, PROGRAMMES, today=AS_AT)
    show = SparkStore._show_spark

    def noted(store: SparkStore, name: str, made_in: Path) -> None:
        worked_out.append(name)
        show(store, name, made_in)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SparkStore, "_show_spark", noted)
        for engine in Engine:
            identify(settings, folder / engine, command="", resources=Resources(2, "2GB", engine))
    return {engine: folder / engine for engine in Engine}


@pytest.mark.parametrize("table", [*RUN_TABLES, *KEPT])
def test_each_table_is_the_same(table: str, runs: dict[Engine, Path]) -> None:
    duckdb, spark = (runs[engine] / f"{table}.parquet" for engine in Engine)
    assert_frame_equal(pl.read_parquet(duckdb), pl.read_parquet(spark), check_exact=True)
    assert duckdb.read_bytes() == spark.read_bytes()
    assert table not in NEVER_EMPTY or pl.read_parquet(duckdb).height > 0


@pytest.mark.parametrize("file", ["run.json", "model.json", "report.html"])
def test_each_page_is_the_same(file: str, runs: dict[Engine, Path]) -> None:
    duckdb, spark = ((runs[engine] / file).read_text(encoding="utf-8") for engine in Engine)
    assert duckdb == spark


def test_links_come_from_the_model_too(runs: dict[Engine, Path]) -> None:
    notes = json.loads((runs[Engine.SPARK] / "run.json").read_text(encoding="utf-8"))["stages"]["linkage"]["links"]
    assert {"pass": "model", "outcome": "linked"}.items() <= {
        key: value for key, value in next(each for each in notes if each["pass"] == "model").items() if key != "pairs"
    }.items()


@pytest.mark.usefixtures("runs")
def test_spark_made_what_grows_with_the_data(worked_out: list[str]) -> None:
    made = {"scored_pair", "priced_line", "cost_line", "family_cost", "family_service", "indicator", "evidence"}
    assert made <= set(worked_out)


@pytest.mark.usefixtures("runs")
def test_nothing_that_spark_used_is_left(runs: dict[Engine, Path]) -> None:
    there = {engine: sorted(path.name for path in folder.rglob("*")) for engine, folder in runs.items()}
    assert there[Engine.SPARK] == there[Engine.DUCKDB]

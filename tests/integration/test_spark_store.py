"""Tables of a run on two engines: each sees what the other made, at once, with the same types, and what has gone is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from tests.integration.spark_here import skip_without_spark

from thinkfamily.engine.linkage.comparisons import BLOCKS, COMPARISONS, level_sql
from thinkfamily.engine.linkage.dialect import for_spark
from thinkfamily.engine.store.spark import SparkStore

skip_without_spark()
# Spark's bridge to Java leaves its sockets for the collector to find.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]

ROWS = pl.DataFrame(
    {
        "family_id": ["a", "a", "b"],
        "cost_gbp": [Decimal("1.500000"), Decimal("0.000001"), None],
        "born": [date(1888, 2, 29), None, date(2026, 9, 30)],
        "names": [["Ann", "Anne"], None, []],
        "share": [0.1, None, 100.0],
    },
    schema_overrides={"cost_gbp": pl.Decimal(18, 6), "names": pl.List(pl.String)},
)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkStore]:
    store = SparkStore(tmp_path_factory.mktemp("spark") / "it's", threads=2, memory_limit="2GB")
    yield store
    store.close()


def on_spark(store: SparkStore, table: str) -> int:
    """How many rows Spark finds in a table."""
    return store.frame(store.ibis.table(table)).height


def test_rows_cross_over_and_back_unchanged(spark: SparkStore) -> None:
    spark.put("crossing", ROWS)
    spark.make("crossed", spark.ibis.table("crossing"))
    assert spark.frame("from crossed order by all").equals(ROWS.sort("family_id", "cost_gbp"))
    assert (
        spark.frame(spark.ibis.table("crossed"))
        .sort("family_id", "cost_gbp")
        .equals(ROWS.sort("family_id", "cost_gbp"))
    )


def test_a_number_has_the_type_that_the_expression_promises(spark: SparkStore) -> None:
    """Spark takes a number written 100.0 for a DECIMAL."""
    import ibis

    spark.put("scaled", ROWS.select("family_id"))
    spark.make("scaled", spark.ibis.table("scaled").mutate(scale=ibis.literal(100.0)))
    assert spark.frame("from scaled").schema["scale"] == pl.Float64


def test_a_table_that_is_made_again_may_be_made_from_itself(spark: SparkStore) -> None:
    spark.put("again", ROWS.select("family_id"))
    for _ in range(2):
        rows = spark.ibis.table("again")
        spark.make("again", rows.union(rows))
        spark.make("again", "select * from again union all from again")
    assert spark.value("select count(*) from again") == 3 * 2**4
    assert on_spark(spark, "again") == 3 * 2**4


def test_what_changed_on_one_engine_has_changed_on_the_other(spark: SparkStore) -> None:
    spark.put("changing", ROWS.select("family_id"))
    assert on_spark(spark, "changing") == 3
    spark.append("changing", ROWS.select("family_id"))
    assert on_spark(spark, "changing") == 6
    spark.make("changing", spark.ibis.table("changing").distinct())
    assert spark.value("select count(*) from changing") == 2
    spark.put("changing", ROWS.select("family_id").head(1))
    assert on_spark(spark, "changing") == 1


def test_what_is_dropped_is_gone_from_both_and_from_the_disk(spark: SparkStore) -> None:
    spark.put("gone", ROWS)
    spark.make("gone_too", spark.ibis.table("gone"))
    folders = [*spark._shared.glob("gone*")]
    assert len(folders) == 2
    assert spark.has("gone_too")
    spark.drop("gone", "gone_too", "never_there")
    assert not spark.has("gone")
    assert not spark.has("gone_too")
    assert not any(folder.exists() for folder in folders)
    assert not spark.spark.catalog.tableExists("gone_too")


def test_every_level_and_block_says_the_same_of_a_pair(spark: SparkStore) -> None:
    """The comparisons are declared in DuckDB's words; here are people a slip, a swap or a short form apart."""
    firsts = ["ann", "anne", "anna", "annabel", "na", "bob", "obb", "robert", "mohammed", "muhamad", "mohamed", None]
    births = ["19840312", "19841203", "19840313", "19480312", "19940312", "19840402", "19840331", None]
    numbers = ["9990001234", "9990001243", "9990012345", "9900001234", "990001234", None]
    homes = ["h1", "h2", None]
    postcodes = ["xx11aa", "xx11ab", "xx12aa", "xx12ab", None]
    size = 120
    people = pl.DataFrame(
        [
            {
                "record_no": no,
                "first": firsts[no % 12],
                "last": firsts[no * 5 % 11],
                "middle": firsts[no * 7 % 12],
                "firsts": [firsts[no % 12] or "ann", firsts[no * 7 % 11]] if no % 3 == 0 else None,
                "full_names": ["robert"] if firsts[no % 12] == "bob" else None,
                "lasts": [firsts[no * 5 % 11], "bob"] if no % 4 == 0 else None,
                "last_parts": ["ann", "bob"] if no % 9 == 0 else None,
                "first_sound": (firsts[no % 12] or "")[:4] or None,
                "last_sound": (firsts[no * 5 % 11] or "")[:4] or None,
                "dob": births[no % 8],
                "dobs": [births[no % 7], "19840312"] if no % 5 == 0 else None,
                "birth_year": int((births[no % 8] or "0")[:4]) or None,
                "born": no * 17,
                "sex": ["female", "male", None][no % 3],
                "property_id": homes[no % 3],
                "homes": ["h1", "h3"] if no % 7 == 0 else None,
                "building_key": ["b1", "b2"][no % 2],
                "postcode_key": postcodes[no % 5],
                "sector": (postcodes[no % 5] or "")[:4] or None,
                "rare_name": firsts[no % 12],
                "block_dob": births[no % 8],
                "block_postcode_key": "xx11aa",
                "block_property_id": homes[no % 3],
                **dict.fromkeys(("nhs_number", "nino", "upn", "phone", "email"), numbers[no % 6]),
            }
            for no in range(size)
        ],
        infer_schema_length=None,
    )
    spark.put("people", people)
    spark.ibis.table("people")
    asked = {
        **{comparison.name: level_sql(comparison) for comparison in COMPARISONS},
        **{f"block_{place}": f"coalesce({rule}, false)" for place, rule in enumerate(BLOCKS)},
    }
    order = "order by l.record_no, r.record_no"
    here = ", ".join(f"{sql} as {name}" for name, sql in asked.items())
    there = ", ".join(f"{for_spark(sql)} as {name}" for name, sql in asked.items())
    from splink.backends.spark import SparkAPI

    SparkAPI(spark_session=spark.spark)  # names the similarity functions
    on_duckdb = spark.rows(f"select {here} from people l cross join people r {order}")
    found = [
        tuple(row) for row in spark.spark.sql(f"select {there} from people l cross join people r {order}").collect()
    ]
    assert len(on_duckdb) == size * size
    assert found == on_duckdb
    for place, comparison in enumerate(COMPARISONS):
        assert {row[place] for row in on_duckdb} >= set(range(len(comparison.levels))), comparison.name


def test_java_listens_on_this_machine_alone(spark: SparkStore) -> None:
    bridge = spark.spark.sparkContext._gateway.proc.pid
    sockets = {os.readlink(file) for file in Path(f"/proc/{bridge}/fd").iterdir() if file.is_symlink()}
    listening = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{bridge}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            cells = line.split()
            if cells[3] == "0A" and f"socket:[{cells[9]}]" in sockets:
                listening.append(cells[1].partition(":")[0])
    assert listening
    # 127.0.0.1 as the kernel writes it, alone and within an IPv6 address.
    assert set(listening) <= {"0100007F", "0000000000000000FFFF00000100007F"}
    assert spark.spark.conf.get("spark.authenticate") == "true"


FULL = """
import sys
from pathlib import Path
from thinkfamily.engine.store.spark import SparkStore

store = SparkStore(Path(sys.argv[1]), memory_limit="1GB")
try:
    store.spark.sql("select repeat(cast(id as string), 1000000000) from range(1)").collect()
except Exception as error:
    print(store.is_full(ValueError("OutOfMemoryError")), store.is_full(error))
store.close()
"""


def test_java_without_memory_is_told_from_other_faults(tmp_path: Path) -> None:
    """In a process of its own, because Java may end itself then; the run that this ends says so in words."""
    told = [sys.executable, "-c", FULL, str(tmp_path / "spill")]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "True"], done.stderr
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr

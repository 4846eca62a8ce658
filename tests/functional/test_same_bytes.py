"""The same inputs give the same bytes, whatever the process, its threads, its place and its operator; and rows may stand in
any order."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.engine.pipeline import RUN_TABLES
from thinkfamily.tables.kept import KEPT

MAIN = "from thinkfamily.cli import main; main()"
# No word of the invented borough.
OPERATORS = ("zxqalice", "zxqbob", "zxqcarol")


def start(extracts: Path, out: Path, operator: str, threads: int, hash_seed: int, zone: str) -> subprocess.Popen[str]:
    """A run in a process of its own, at work in the folder above the extracts, which it names as a user would."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(hash_seed),
        "POLARS_MAX_THREADS": str(threads),
        "LOGNAME": operator,
        "TZ": zone,
    }
    words = ["identify", extracts.name, "--as-at", "2026-09-30", "--out", str(out), "--csv", "--quiet"]
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, *words, "--threads", str(threads)],
        cwd=extracts.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def shuffled(extracts: Path, target: Path) -> Path:
    """A copy with the rows of each file in another order; of rows of one record_id in people, the first stays the first."""
    shutil.copytree(extracts, target)
    chance = random.Random(1)
    files = sorted(target.glob("*/*.csv"))
    assert files
    for path in files:
        header, *rows = path.read_text("utf-8").splitlines(keepends=True)
        groups: dict[object, list[str]] = {}
        for at, row in enumerate(rows):
            groups.setdefault(row.split(",")[0] if path.stem == "people" else at, []).append(row)
        order = list(groups.values())
        chance.shuffle(order)
        path.write_text(header + "".join(row for group in order for row in group), "utf-8")
    return target


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """One borough's runs: on one thread, on two, and on shuffled rows."""
    folder = tmp_path_factory.mktemp("same")
    ended = CliRunner().invoke(app, ["synth", str(folder / "borough"), "--families", "120", "--quiet"])
    assert ended.exit_code == 0, ended.output
    extracts = folder / "borough" / "extracts"
    elsewhere = shutil.copytree(extracts, folder / "elsewhere" / "delivered")
    (folder / "out").mkdir()
    outs = (folder / "one", folder / "out" / "two", folder / "mixed")
    started = [
        start(extracts, outs[0], OPERATORS[0], 1, 1, "UTC"),
        start(elsewhere, outs[1], OPERATORS[1], 2, 2, "Pacific/Auckland"),
        start(shuffled(extracts, folder / "shuffled"), outs[2], OPERATORS[2], 2, 3, "UTC"),
    ]
    for process in started:
        _, said = process.communicate()
        assert process.returncode == 0, said
    return outs


def test_two_runs_differ_in_no_byte_but_their_logs(runs: tuple[Path, Path, Path]) -> None:
    one, two, _ = runs
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    expected = {f"{table}.{form}" for table in RUN_TABLES for form in ("parquet", "csv")}
    expected |= {f"{table}.parquet" for table in KEPT}
    assert set(names) == expected | {"run.json", "run.log", "model.json", "report.html"}
    differing = [name for name in names if (one / name).read_bytes() != (two / name).read_bytes()]
    assert differing == ["run.log"]
    assert pl.read_parquet(one / "cohort.parquet")["is_proposed"].any(), "an empty list would be the same in any case"


def test_neither_the_operator_nor_a_place_on_the_machine_is_in_a_run(runs: tuple[Path, Path, Path]) -> None:
    for run, operator in zip(runs, OPERATORS, strict=True):
        assert operator in (run / "run.log").read_text("utf-8")
        for path in run.iterdir():
            held = pl.read_parquet(path).write_csv().encode() if path.suffix == ".parquet" else path.read_bytes()
            if path.name != "run.log":
                assert operator.encode() not in held, path.name
                assert str(runs[0].parent).encode() not in held, path.name
                assert b"delivered" not in held, path.name


def test_the_order_of_rows_changes_nothing_but_row_numbers(runs: tuple[Path, Path, Path]) -> None:
    one, _, mixed = runs
    for name in [*RUN_TABLES, *KEPT]:
        first, second = (pl.read_parquet(run / f"{name}.parquet") for run in (one, mixed))
        if name == "set_aside":
            first, second = (table.drop("row").sort(pl.all()) for table in (first, second))
        assert first.equals(second), name
    assert (one / "model.json").read_bytes() == (mixed / "model.json").read_bytes()
    facts, others = (json.loads((run / "run.json").read_text("utf-8")) for run in (one, mixed))
    assert facts.pop("inputs") != others.pop("inputs")
    assert facts == others

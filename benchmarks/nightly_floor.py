"""What a run of the next night takes however little has changed, each part measured alone, in CPU seconds.

No part of it links or judges anybody but fifty families. What tonight's touched people and families cost comes on top.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from identify import COMMAND, measure
from thinkfamily.engine.pipeline import RUN_TABLES
from thinkfamily.engine.report import write_report
from thinkfamily.engine.run_folder import Run, hash_file

FEWEST_FAMILIES = 50


def floor(extracts: Path, night: Path, run: Path, folder: Path) -> dict[str, float]:
    """CPU seconds of each part.

    Args:
        extracts, night: what was delivered on the two nights.
        run: a finished run of the first of them.
        folder: where to write meanwhile.
    """
    held = {path.relative_to(extracts): _lines(path) for path in extracts.glob("*/*.csv")}
    return {
        "starting, and all statements of the stages, on fifty families": _on_fewest(folder),
        "hashing the inputs": _spent(lambda: [hash_file(path) for path in night.rglob("*") if path.is_file()]),
        "finding the rows that came or went": _spent(
            lambda: [_differing(_lines(night / name), lines) for name, lines in held.items()]
        ),
        "reading each table of the night before, and writing it": _spent(lambda: _rewrite(run, folder)),
        "the report": _spent(lambda: _report(run, folder)),
    }


def _spent(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all its threads."""
    before = time.process_time()
    work()
    return time.process_time() - before


def _on_fewest(folder: Path) -> float:
    """A run so small that its data cost nothing, the report apart."""
    few, run = folder / "few", folder / "run-of-few"
    measure([*COMMAND, "synth", str(few), "--families", str(FEWEST_FAMILIES), "--quiet"])
    extracts = ["identify", str(few / "extracts"), "--as-at", "2026-09-30"]
    cpu, _ = measure([*COMMAND, *extracts, "--out", str(run), "--quiet"])
    return cpu - _spent(lambda: _report(run, folder))


def _lines(path: Path) -> pl.DataFrame:
    """One row per line of a file: its fingerprint."""
    lines = pl.read_csv(path, separator="\x01", has_header=False, quote_char=None, infer_schema=False)
    return lines.to_series().hash().to_frame("line")


def _differing(now: pl.DataFrame, before: pl.DataFrame) -> int:
    return now.join(before, on="line", how="anti").height + before.join(now, on="line", how="anti").height


def _rewrite(run: Path, folder: Path) -> None:
    """Decode and encode each table once: some rows of nearly every one change, and they lie all over it."""
    connection = duckdb.connect(config={"threads": 2})
    for path in run.glob("*.parquet"):
        connection.execute(f"copy (from '{path}') to '{folder / 'again.parquet'}' (format parquet, compression zstd)")
    connection.close()


def _report(run: Path, folder: Path) -> None:
    facts = json.loads((run / "run.json").read_text(encoding="utf-8"))
    of = Run(run, facts)
    write_report({name: of.table(name) for name in RUN_TABLES}, facts, folder / "again.html")

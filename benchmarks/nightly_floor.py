"""What no night can save that goes by the stages' own rules, each part measured alone, in CPU seconds.

The stages run on nobody but those whose answer may be another tonight: who holds a record that came, changed or went, and the
families of these. That they are told who it is, and that nobody else is looked at to compare them with, costs a real night
more.
"""

from __future__ import annotations

import json
import shutil
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
_RECORD = ["feed", "record_id"]


def floor(extracts: Path, night: Path, before: Path, run: Path, folder: Path) -> dict[str, float]:
    """CPU seconds of each part.

    Args:
        extracts, night: what was delivered on the two nights.
        before, run: a finished run of each.
        folder: where to write meanwhile.
    """
    held = {path.relative_to(extracts): _lines(path) for path in extracts.glob("*/*.csv")}
    on_fewest = _on_fewest(folder)
    return {
        "starting, and all statements of the stages, on fifty families": on_fewest,
        "the stages on those touched, beyond that": _on_touched(extracts, night, before, run, folder) - on_fewest,
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
    few = folder / "few"
    measure([*COMMAND, "synth", str(few), "--families", str(FEWEST_FAMILIES), "--quiet"])
    return _stages(few / "extracts", folder / "run-of-few", folder)


def _stages(extracts: Path, run: Path, folder: Path, *more: str) -> float:
    """A run, the report apart."""
    asked = ["identify", str(extracts), "--as-at", "2026-09-30", "--out", str(run), "--quiet", *more]
    cpu, _ = measure([*COMMAND, *asked])
    return cpu - _spent(lambda: _report(run, folder))


def _on_touched(extracts: Path, night: Path, before: Path, run: Path, folder: Path) -> float:
    """A run of those alone whom tonight's records touch, and of their families, with the model of the night before."""
    touched = _touched_records(extracts, night)
    records = pl.concat([_records_of(each, touched) for each in (before, run)]).unique()
    some = folder / "some"
    shutil.copytree(night, some)
    for path in some.glob("*/*.csv"):
        of_feed = records.filter(feed=path.parent.name)
        rows = pl.read_csv(path, infer_schema=False)
        for key in (name for name in ("record_id", "related_record_id") if name in rows.columns):
            rows = rows.join(of_feed, left_on=key, right_on="record_id", how="semi", maintain_order="left")
        rows.write_csv(path)
    return _stages(some, folder / "run-of-some", folder, "--model", str(before))


def _touched_records(extracts: Path, night: Path) -> pl.DataFrame:
    """One row per record of which a row came, changed or went: feed, record_id."""
    found = []
    for path in night.glob("*/*.csv"):
        now, then = (pl.read_csv(each / path.parent.name / path.name, infer_schema=False) for each in (night, extracts))
        for one, other in ((now, then), (then, now)):
            moved = one.join(other, on=one.columns, how="anti", nulls_equal=True)
            found.append(moved.select(pl.lit(path.parent.name).alias("feed"), "record_id"))
    return pl.concat(found).unique()


def _records_of(run: Path, touched: pl.DataFrame) -> pl.DataFrame:
    """One row per record of a person who holds one of those touched, or of a member of such a person's families."""
    record, member = (pl.read_parquet(run / f"{name}.parquet") for name in ("record_person", "family_member"))
    people = record.join(touched, on=_RECORD, how="semi").select("person_id").unique()
    families = member.join(people, on="person_id", how="semi").select("family_id").unique()
    kin = member.join(families, on="family_id", how="semi").select("person_id")
    everybody = pl.concat([people, kin]).unique()
    return record.join(everybody, on="person_id", how="semi").select(_RECORD)


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

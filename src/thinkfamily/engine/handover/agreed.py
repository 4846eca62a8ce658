"""Which families have agreed to take part, by handle: the latest state of each case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from thinkfamily.core.errors import UserError
from thinkfamily.engine.run_folder import Run

_COLUMNS = ("family", "state", "from_on")


class CasesError(UserError):
    """A file of cases cannot be read."""

    exit_code = 6


def agreed_families(run: Run, cases: Path | None, known: frozenset[str]) -> set[str]:
    """Handles of the families whose latest state is *agreed*.

    Args:
        run: holds the cases that its extracts brought.
        cases: a file `cases.csv`, or a folder of feedback that holds it, in place of those.
        known: the handles of families that are known.

    Raises:
        CasesError: the file cannot be read, or a row of it is wrong.
    """
    rows = run.table("worker_case").collect() if cases is None else _read(cases, known)
    latest = rows.sort("from_on", maintain_order=True).unique("family", keep="last", maintain_order=True)
    return set(latest.filter(state="agreed")["family"])


def _read(cases: Path, known: frozenset[str]) -> pl.DataFrame:
    path = cases / "cases.csv" if cases.is_dir() else cases
    try:
        rows = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError):
        raise _wrong(path, "Found no file of cases there, or one that cannot be read.") from None
    if missing := [name for name in _COLUMNS if name not in rows.columns]:
        raise _wrong(path, f"Found no column {', '.join(missing)}; expected {', '.join(_COLUMNS)}.")
    rows = rows.select(pl.col(name).str.strip_chars() for name in _COLUMNS)
    for number, (family, _, from_on) in enumerate(rows.iter_rows(), start=1):
        if family not in known:
            raise _wrong(path, f"Found a handle in row {number} that no handover of this series made.")
        try:
            date.fromisoformat(from_on or "")
        except ValueError:
            raise _wrong(path, f"Found no date in row {number}, column from_on; expected 2026-10-05.") from None
    return rows


def _wrong(path: Path, found: str) -> CasesError:
    return CasesError(
        "TF-HANDOVER-005",
        str(path),
        found=found,
        means="Nobody knows which families have agreed. Nothing was written.",
        do="Name casework's cases.csv, as it was handed back, and the --handles it speaks of.",
    )

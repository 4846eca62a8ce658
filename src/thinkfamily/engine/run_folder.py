"""The run folder: written whole or not at all, read through one door.

A run is prepared in a hidden folder beside its target and renamed into place as its last act, so a killed run leaves
nothing that looks finished. The folder of a real run is its operator's alone, carries its expiry, and logs every
command that opens it; invented data is free.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from getpass import getuser
from pathlib import Path
from typing import Any

import polars as pl

from thinkfamily.core.errors import RunFolderError

# A real run is for the decision it was made for; a longer stay needs a new run.
DAYS_KEPT = 90
_MARK = ".partial-"
_NOTHING_WRITTEN = "Nothing was written."


@contextmanager
def writing(target: Path) -> Iterator[Path]:
    """A hidden folder to prepare a run in; it becomes ``target`` when the block ends, and vanishes when it fails.

    Raises:
        RunFolderError: when ``target`` exists, or its parent cannot be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RunFolderError(
            "TF-RUN-001",
            str(target),
            found="Found something already there; expected no folder, or an empty one.",
            means=_NOTHING_WRITTEN,
            do="Choose another --out, or remove the old run: thinkfamily purge.",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(target)
        hidden = target.parent / f".{target.name}{_MARK}{os.getpid()}"
        hidden.mkdir(mode=0o700)
    except OSError as error:
        raise RunFolderError(
            "TF-RUN-002",
            str(target),
            found=f"Found that the folder cannot be made: {error.strerror}.",
            means=_NOTHING_WRITTEN,
            do="Choose an --out in a folder that you may write to.",
        ) from None
    try:
        yield hidden
        if target.exists():
            target.rmdir()
        hidden.rename(target)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _clear_abandoned(target: Path) -> None:
    """Remove what killed runs of the same target left behind, unless their process still lives."""
    for left in target.parent.glob(f".{target.name}{_MARK}*"):
        process = left.name.rpartition("-")[2]
        if not (process.isdigit() and Path(f"/proc/{process}").exists()):
            shutil.rmtree(left, ignore_errors=True)


def write_facts(folder: Path, facts: dict[str, Any], name: str = "run.json") -> None:
    """Write plain values as JSON: the same bytes for the same facts."""
    (folder / name).write_text(
        json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n", encoding="utf-8"
    )


def write_csv(table: pl.LazyFrame, path: Path) -> None:
    """Write a table as CSV that a spreadsheet shows and never runs: text that begins like a formula gets a leading quote."""
    text = [name for name, dtype in table.collect_schema().items() if dtype == pl.String]
    table.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r]")).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in text
    ).sink_csv(path)


def log(folder: Path, line: str) -> None:
    """Add a line to run.log: when, who, what. The only file of a run that differs between identical runs."""
    with (folder / "run.log").open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\t{getuser()}\t{line}\n")


def expiry(today: date) -> date:
    """Last day on which a real run made today may be opened."""
    return today + timedelta(days=DAYS_KEPT)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@dataclass(frozen=True)
class Run:
    """A finished run, opened for reading."""

    folder: Path
    facts: dict[str, Any]

    def table(self, name: str) -> pl.LazyFrame:
        """One table of the run, read when it is used.

        Raises:
            RunFolderError: when the run has no such table.
        """
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise RunFolderError(
                "TF-RUN-005",
                f"{self.folder}, table {name}",
                found="Found no such table.",
                means="Nothing was read.",
                do="Make the run again with this version.",
            )
        return pl.scan_parquet(path)


def open_run(folder: Path, command: str, *, today: date | None = None) -> Run:
    """Open a finished run; a real one writes the command that opened it into its log.

    Raises:
        RunFolderError: when the folder is no finished run, or its time is over.
    """
    try:
        facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise RunFolderError(
            "TF-RUN-003",
            str(folder),
            found="Found no finished run (no readable run.json).",
            means="Nothing was read.",
            do="Name the folder that thinkfamily identify wrote with --out.",
        ) from None
    if not facts["is_synthetic"]:
        expires_on = date.fromisoformat(facts["expires_on"])
        if (today or date.today()) > expires_on:
            raise RunFolderError(
                "TF-RUN-004",
                str(folder),
                found=f"Found a run that expired on {expires_on}.",
                means="It may no longer be opened.",
                do="Remove it with thinkfamily purge, and make a new run from extracts in date.",
            )
        log(folder, f"opened by {command}")
    return Run(folder, facts)


def purge(folder: Path) -> dict[str, Any]:
    """Remove a run, finished or not, and return the proof: what was there, by name, size and hash, and when it went.

    Raises:
        RunFolderError: when the folder holds no run.
    """
    if not (folder / "run.json").exists():
        raise RunFolderError(
            "TF-RUN-003",
            str(folder),
            found="Found no finished run (no run.json).",
            means="Nothing was removed.",
            do="Name the folder that thinkfamily identify wrote with --out.",
        )
    files = [
        {"file": str(path.relative_to(folder)), "bytes": path.stat().st_size, "sha256": hash_file(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    shutil.rmtree(folder)
    return {
        "folder": folder.name,
        "removed_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "by": getuser(),
        "files": files,
    }

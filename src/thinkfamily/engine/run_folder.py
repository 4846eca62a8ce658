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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from getpass import getuser
from pathlib import Path
from typing import Any

import polars as pl

from thinkfamily.core.errors import RunFolderError
from thinkfamily.packets.whole_folder import abandoned, is_full, whole_folder

# A real run is for the decision it was made for; a longer stay needs a new run.
DAYS_KEPT = 90
_NOTHING_WRITTEN = "Nothing was written."
_NOTHING_REMOVED = "Nothing was removed."


@contextmanager
def writing(target: Path) -> Iterator[Path]:
    """A hidden folder to prepare a run in; it becomes ``target`` when the block ends, and vanishes when it fails.

    Raises:
        RunFolderError: when ``target`` exists, its parent cannot be written, or the disk is full.
    """
    with whole_folder(target, _unwritable) as folder:
        yield folder


def _unwritable(target: Path, error: OSError | None) -> RunFolderError:
    if error is None:
        return RunFolderError(
            "TF-RUN-001",
            str(target),
            found="Found something already there; expected no folder, or an empty one.",
            means=_NOTHING_WRITTEN,
            do="Choose another --out, or remove the old run: thinkfamily purge.",
        )
    if is_full(error):
        return RunFolderError(
            "TF-RUN-006",
            str(target),
            found=f"Found no more room to write: {error.strerror}.",
            means=_NOTHING_WRITTEN,
            do="Make room, or choose an --out on a larger disk.",
        )
    return RunFolderError(
        "TF-RUN-002",
        str(target),
        found=f"Found that the folder cannot be made: {error.strerror}.",
        means=_NOTHING_WRITTEN,
        do="Choose an --out in a folder that you may write to.",
    )


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
        file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\t{_operator()}\t{' '.join(line.split())}\n")


def _operator() -> str:
    """Who runs this: a name, or the number of an account without one."""
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return f"account {os.getuid()}"


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
            RunFolderError: when the run has no such table, or it cannot be read.
        """
        try:
            # A folder's name may hold what would be a pattern: run[2].
            table = pl.scan_parquet(self.folder / f"{name}.parquet", glob=False)
            table.collect_schema()
        except (pl.exceptions.PolarsError, OSError):
            raise RunFolderError(
                "TF-RUN-005",
                f"{self.folder}, table {name}",
                found="Found no such table, or one that is damaged.",
                means="Nothing was read.",
                do="Make the run again with this version.",
            ) from None
        return table


def open_run(folder: Path, command: str, *, today: date | None = None) -> Run:
    """Open a finished run; a real one writes the command that opened it into its log.

    Raises:
        RunFolderError: when the folder is no finished run, or its time is over.
    """
    facts = _facts_of(folder)
    if facts is None:
        raise RunFolderError(
            "TF-RUN-003",
            str(folder),
            found="Found no finished run (no readable run.json).",
            means="Nothing was read.",
            do="Name the folder that thinkfamily identify wrote with --out.",
        )
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
        try:
            log(folder, f"opened by {command}")
        except OSError as error:
            raise RunFolderError(
                "TF-RUN-010",
                str(folder),
                found=f"Found that its run.log cannot be written: {error.strerror}.",
                means="A real run opens only where that is logged.",
                do="Ask the run's operator, or for the right to write its log.",
            ) from None
    return Run(folder, facts)


def purge(folder: Path, proof: Path | None = None) -> tuple[Path, dict[str, Any]]:
    """Remove a run and what killed runs of the same folder left, and write the proof: name, size and hash of each file.

    Args:
        folder: the run folder, or where one was to be.
        proof: where to write the proof; None for beside the run, as ``RUN.purged.json``, numbered where that is taken.

    Returns:
        where the proof is, and what it says.

    Raises:
        RunFolderError: nothing of a run is there, what is there is more than a run, or it or the proof cannot be written.
    """
    folder = folder.absolute()
    roots = [*([folder] if _is_run(folder) else []), *abandoned(folder)]
    if not roots:
        raise RunFolderError(
            "TF-RUN-003",
            str(folder),
            found="Found no run: no readable run.json, and nothing that a killed run left.",
            means=_NOTHING_REMOVED,
            do="Name the folder that thinkfamily identify wrote with --out.",
        )
    files = [
        {"file": str(path.relative_to(folder.parent)), "bytes": path.lstat().st_size, "sha256": hash_file(path)}
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file()
    ]
    where = proof.absolute() if proof is not None else _free_name(folder)
    if any(where.is_relative_to(root) for root in roots):
        raise RunFolderError(
            "TF-RUN-008",
            str(where),
            found="Found that the proof would lie in the folder that is to be removed.",
            means=_NOTHING_REMOVED,
            do="Name a --proof elsewhere.",
        )
    body: dict[str, Any] = {"folder": folder.name, "by": _operator(), "files": files}
    try:
        with where.open("x", encoding="utf-8") as file:
            for root in roots:
                shutil.rmtree(root)
            body["removed_at"] = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
            file.write(json.dumps(body, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        gone = not any(root.exists() for root in roots)
        if not gone:
            with suppress(OSError):
                if where.stat().st_size == 0:
                    where.unlink()
        raise RunFolderError(
            "TF-RUN-007",
            str(error.filename or where),
            found=f"Found that it cannot be written or removed: {error.strerror}.",
            means="The run was removed, without proof."
            if gone
            else "The run was not wholly removed; there is no proof.",
            do="Choose another --proof, one that is not there yet, or ask for the right to remove the folder.",
        ) from None
    return where, body


def _is_run(folder: Path) -> bool:
    """Whether a folder is a run, so that removing it whole removes nothing else.

    Raises:
        RunFolderError: it holds a run.json, but also what no run holds.
    """
    facts = _facts_of(folder)
    if facts is None:
        return False
    others = [path.name for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    if others or folder.is_symlink() or "program_version" not in facts:
        raise RunFolderError(
            "TF-RUN-009",
            str(folder),
            found="Found a run.json in a folder that holds other folders, or that no run wrote."
            if not folder.is_symlink()
            else "Found a link to a folder.",
            means=_NOTHING_REMOVED,
            do="Name the run folder itself; move what is not of the run out of it.",
        )
    return True


def _facts_of(folder: Path) -> dict[str, Any] | None:
    """What run.json says; None where there is none that can be read."""
    try:
        facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        if not isinstance(facts, dict) or not isinstance(facts["is_synthetic"], bool):
            return None
        if not facts["is_synthetic"]:
            date.fromisoformat(facts["expires_on"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return facts


def _free_name(folder: Path) -> Path:
    """A name for a proof that does not take an earlier one's place."""
    number, where = 1, folder.parent / f"{folder.name}.purged.json"
    while os.path.lexists(where):
        number += 1
        where = folder.parent / f"{folder.name}.purged-{number}.json"
    return where

"""Handles: the random names that families and people have in packets, and how they are known again in a later run.

The table from handle to record lies in the run folder, encrypted under a key that is drawn from the operator's.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from thinkfamily.core.errors import UserError
from thinkfamily.engine.sealed import NotOpenedError, read_sealed, write_sealed
from thinkfamily.packets import OperatorKey
from thinkfamily.tables.kept import Handle

HANDLES_FILE = "handles.parquet"
_USE = "handles, version 1"


class HandlesError(UserError):
    """The handles are missing, or not to be opened with this key."""

    exit_code = 6


def handles_file(path: Path) -> Path:
    """The file of handles that a run folder, or a path to the file itself, means."""
    return path / HANDLES_FILE if path.is_dir() else path


def read_handles(path: Path, key: OperatorKey) -> pl.DataFrame:
    """Read a table of handles (`Handle`).

    Args:
        path: the file, or the run folder it lies in.
        key: the key with which it was written.

    Raises:
        HandlesError: there is none, or this key does not open it.
    """
    file = handles_file(path)
    try:
        return read_sealed(file, Handle, key, _USE)
    except FileNotFoundError:
        found, do = "Found no handles there.", "Name the run that last handed over, or its handles.parquet."
    except (OSError, NotOpenedError):
        found = f"Found handles that the key {key.key_id} does not open, or that are damaged."
        do = "Name the --key with which that run handed over."
    raise HandlesError("TF-HANDOVER-002", str(file), found=found, means="Nothing was read or written.", do=do)


def write_handles(folder: Path, rows: pl.DataFrame, key: OperatorKey) -> None:
    """Write a table of handles into a run folder, encrypted, for the operator alone, in place of the one that was there."""
    write_sealed(folder / HANDLES_FILE, Handle, rows, key, _USE)


def settle(anchors: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """One row per handle and the group it stands for now: series, handle, group.

    A handle goes to the group that holds most of what it stood for, its children first; of one series, no group has two
    handles and no handle two groups.

    Args:
        anchors: series, handle, part and is_child: the parts that a handle stood for.
        groups: part and group: where each part is now.
    """
    held = (
        anchors.join(groups.unique(), on="part")
        .group_by("series", "handle", "group")
        .agg(children=pl.col("is_child").sum(), parts=pl.len())
    )
    return settle_claims(held)


def settle_claims(held: pl.DataFrame) -> pl.DataFrame:
    """One row per handle and the group it goes to: series, handle, group.

    Args:
        held: series, handle, group, children and parts: how much of what a handle stood for each group holds.
    """
    groups = held
    held = held.sort(["children", "parts", "series", "handle", "group"], descending=[True, True, False, False, False])
    taken: set[tuple[str, str, object]] = set()
    kept = []
    for series, handle, group in held.select("series", "handle", "group").iter_rows():
        claims = {(series, "handle", handle), (series, "group", group)}
        if taken.isdisjoint(claims):
            taken |= claims
            kept.append((series, handle, group))
    # A row for each, in the order of the first two columns; the group keeps its type.
    settled = pl.DataFrame(kept, schema=["series", "handle", "group"], orient="row", strict=False)
    return settled.cast({"series": pl.String, "handle": pl.String, "group": groups.schema["group"]}).sort(
        "series", "handle"
    )

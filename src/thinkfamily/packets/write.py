"""Writing a packet: all of it or nothing, signed."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from thinkfamily.packets.facts import FACTS_FILE, PacketFacts, canonical
from thinkfamily.packets.keys import OperatorKey
from thinkfamily.packets.problems import unwritable
from thinkfamily.packets.whole_folder import whole_folder
from thinkfamily.tables.handover import KINDS


def write_packet(target: Path, facts: PacketFacts, tables: Mapping[str, pl.DataFrame], key: OperatorKey) -> PacketFacts:
    """Write a packet in a new folder that only its writer can read.

    Args:
        target: the folder to make.
        facts: what the packet says of itself.
        tables: one frame for each table of the kind; in the shape that `tables/handover.py` declares.
        key: signs it.

    Returns:
        the facts.

    Raises:
        PacketError: the folder is there already, or cannot be written.
    """
    schemas = KINDS[facts.kind]
    if set(tables) != set(schemas):
        raise ValueError("a packet holds each table of its kind, and no other")
    with whole_folder(target, _refused) as folder:
        files = []
        for name, schema in schemas.items():
            rows = schema.validate(tables[name].select(schema.column_names()))
            file = table_file(name, facts.kind)
            data = _as_csv(rows) if file.endswith(".csv") else _as_parquet(rows)
            _put(folder / file, data)
            files.append({"file": file, "rows": rows.height, "sha256": hashlib.sha256(data).hexdigest()})
        body = {**facts.as_json(), "files": files, "key_id": key.key_id}
        body["signature"] = key.sign(canonical(body)).hex()
        _put(folder / FACTS_FILE, (json.dumps(body, indent=1, sort_keys=True) + "\n").encode("ascii"))
    return facts


def table_file(table: str, kind: str) -> str:
    """The file of a table: Parquet, but feedback is CSV, because the intake reads it among the extracts."""
    return f"{table}.csv" if kind == "feedback" else f"{table}.parquet"


def _as_parquet(rows: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    rows.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _as_csv(rows: pl.DataFrame) -> bytes:
    return rows.write_csv().encode("utf-8")


def _put(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _refused(target: Path, error: OSError | None) -> Exception:
    if error is None:
        return unwritable(
            str(target), "Found something already there; expected no folder, or an empty one.", "Choose another --out."
        )
    return unwritable(
        str(target), f"Found that the packet cannot be written: {error.strerror}.", "Choose another --out, with room."
    )

"""Reading a packet: nothing of it is used before who wrote it, that it is whole, and that it is in date are known."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from thinkfamily.packets.facts import CONTRACT, FACTS_FILE, KINDS, VERSION, PacketFacts, canonical
from thinkfamily.packets.keys import is_signed, key_id_of
from thinkfamily.packets.problems import expired, malformed, untrusted
from thinkfamily.packets.write import table_file
from thinkfamily.tables import handover

_LARGEST_FACTS = 1_000_000
_LARGEST_TABLE = 2_000_000_000


@dataclass(frozen=True)
class Packet:
    """A packet whose signature, hashes, shapes and date were found right."""

    facts: PacketFacts
    key_id: str
    _tables: Mapping[str, pl.DataFrame]

    def table(self, name: str) -> pl.DataFrame:
        """One table, in the shape and with the grain that `tables/handover.py` declares."""
        return self._tables[name]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._tables)


def read_packet(folder: Path, *, trusted: Sequence[bytes], today: date, kind: str | None = None) -> Packet:
    """Read a packet, or nothing of it.

    Args:
        folder: the packet's folder.
        trusted: public keys, 32 bytes each; a packet that none of them signed is refused.
        today: a packet that expired before is refused.
        kind: candidate, case_update or feedback, where only one will do.

    Raises:
        PacketError: it is unsigned, changed, of another version or kind, expired, or holds files that do not belong to it.
    """
    where = str(folder)
    if folder.is_symlink() or not folder.is_dir():
        raise malformed(where, "Found no folder there; a link to one will not do.")
    body = _facts_of(_bytes_of(folder, FACTS_FILE, _LARGEST_FACTS), f"{where}/{FACTS_FILE}")
    key_id = _signer(body, trusted, where)
    if body.get("contract") != CONTRACT or body.get("version") != VERSION or body.get("kind") not in KINDS:
        raise malformed(where, f"Found another contract, version or kind; expected {CONTRACT}, version {VERSION}.")
    if kind is not None and body["kind"] != kind:
        raise malformed(where, f"Found a packet of kind {body['kind']}; expected {kind}.")
    facts = PacketFacts.from_json(body, f"{where}/{FACTS_FILE}")
    if today > facts.expires_on:
        raise expired(where, f"Found a packet that expired on {facts.expires_on}.")
    return Packet(facts, key_id, _tables_of(folder, facts.kind, body.get("files")))


def _facts_of(data: bytes, where: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) != len(pairs):
            raise ValueError("a name twice")
        return values

    try:
        body = json.loads(data.decode("utf-8"), object_pairs_hook=once)
        canonical(body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise malformed(where, "Found a file that is no plain JSON object.")
    return body


def _signer(body: dict[str, Any], trusted: Sequence[bytes], where: str) -> str:
    """The number of the trusted key that signed a packet; takes the signature out of the body."""
    try:
        signature = bytes.fromhex(body.pop("signature"))
    except (KeyError, TypeError, ValueError):
        raise untrusted(where, "Found no signature.") from None
    message = canonical(body)
    for public in trusted:
        if body.get("key_id") == key_id_of(public):
            if is_signed(message, signature, public):
                return key_id_of(public)
            raise untrusted(where, "Found a signature that does not fit: packet.json was changed after it was signed.")
    raise untrusted(where, "Found a packet that no trusted key has signed.")


def _tables_of(folder: Path, kind: str, listed: Any) -> dict[str, pl.DataFrame]:
    schemas = handover.KINDS[kind]
    expected = {table_file(name, kind): name for name in schemas}
    try:
        files = {each["file"]: (each["sha256"], each["rows"]) for each in listed}
    except (TypeError, KeyError):
        files = {}
    # Names come from the contract, never from the packet: no path of its own leads anywhere.
    if set(files) != set(expected):
        raise malformed(str(folder), "Found a list of files that is not that of its kind of packet.")
    if extra := sorted({path.name for path in folder.iterdir()} - set(expected) - {FACTS_FILE}):
        raise malformed(str(folder), f"Found {len(extra)} files or folders that do not belong to the packet.")
    return {name: _table(folder, file, schemas[name], *files[file]) for file, name in expected.items()}


def _table(folder: Path, file: str, schema: type[dy.Schema], sha256: Any, rows: Any) -> pl.DataFrame:
    where = f"{folder}/{file}"
    data = _bytes_of(folder, file, _LARGEST_TABLE)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise untrusted(where, "Found a file that was changed after the packet was signed.")
    frame: pl.DataFrame | None
    try:
        is_csv = file.endswith(".csv")
        frame = pl.read_csv(data, schema=schema.create_empty().schema) if is_csv else pl.read_parquet(io.BytesIO(data))
        frame = frame if frame.columns == schema.column_names() else None
        frame = None if frame is None else schema.validate(frame)
    except (pl.exceptions.PolarsError, dy.exc.ValidationError, dy.exc.SchemaError, OSError):
        frame = None
    if frame is None or frame.height != rows:
        raise malformed(where, "Found a table that is not in the shape the contract says.")
    return frame


def _bytes_of(folder: Path, file: str, most: int) -> bytes:
    """A file's bytes, read once, so that what is checked is what is used; a link leads nowhere."""
    where = f"{folder}/{file}"
    try:
        opened = os.open(folder / file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise malformed(where, f"Found that it is missing, a link, or cannot be read: {error.strerror}.") from None
    with os.fdopen(opened, "rb") as source:
        about = os.fstat(opened)
        if not stat.S_ISREG(about.st_mode) or about.st_size > most:
            raise malformed(where, "Found something other than a file of a packet's size.")
        return source.read(most + 1)

"""Tables that only the operator's key opens: what leads from a packet back to records, and what has been told."""

from __future__ import annotations

import io
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import dataframely as dy
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_decryption_properties, create_encryption_properties

from thinkfamily.packets import OperatorKey


class NotOpenedError(Exception):
    """A sealed table is damaged, or of another key; whoever reads it says so in words."""


def write_sealed(file: Path, schema: type[dy.Schema], rows: pl.DataFrame, key: OperatorKey, use: str) -> None:
    """Write a table, encrypted, for the operator alone, in place of the one that was there: all of it or nothing.

    Args:
        file: where to.
        schema: the table's declared shape.
        rows: its rows.
        key: the secret it is sealed with is drawn from this one.
        use: names the purpose, so that one secret opens no other kind of table.
    """
    buffer = io.BytesIO()
    sealing = create_encryption_properties(key.secret_for(use))
    pq.write_table(schema.validate(rows).to_arrow(), buffer, compression="zstd", encryption_properties=sealing)
    number, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(number, "wb") as target:
            target.write(buffer.getvalue())
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def read_sealed(file: Path, schema: type[dy.Schema], key: OperatorKey, use: str) -> pl.DataFrame:
    """Read what ``write_sealed`` wrote with the same key for the same use.

    Raises:
        FileNotFoundError: there is none.
        NotOpenedError: this key does not open it, or it is damaged.
    """
    opening = create_decryption_properties(key.secret_for(use))
    try:
        rows = pl.from_arrow(pq.read_table(io.BytesIO(file.read_bytes()), decryption_properties=opening))
        assert isinstance(rows, pl.DataFrame)
        return schema.validate(rows.select(schema.column_names()))
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException, pl.exceptions.PolarsError):
        raise NotOpenedError from None

"""Reading Parquet, every column as the text a person would write down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from thinkfamily.engine.intake.problems import bomb_problem, file_problem, header_problem
from thinkfamily.engine.intake.raw_table import RawRows

MOST_ROWS = 500_000_000
MOST_BYTES = 64 << 30


class ParquetTable:
    """A Parquet file whose schema has been read.

    Args:
        path: the file.
        where: how messages name it.
    """

    about = "Parquet"

    def __init__(self, path: Path, where: str) -> None:
        self._where = where
        try:
            self._file = pq.ParquetFile(path)
            about = self._file.metadata
            self._names = list(self._file.schema_arrow.names)
            size = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
            rows = about.num_rows
        except (pa.ArrowException, OSError, ValueError, OverflowError):
            raise self._damaged() from None
        if rows > MOST_ROWS or size > MOST_BYTES:
            raise bomb_problem(where, f"Found a Parquet file that says it holds {rows:,} rows, {size:,} bytes.")
        if not self._names:
            raise file_problem(where, "Found no column.", "Ask the agency for the file again.")
        self.header = [name.strip() for name in self._names]

    def rows(self, positions: Sequence[int]) -> RawRows:
        """The rows of the wanted columns, whatever their types, as text.

        Raises:
            ExtractError: the file is damaged, or a wanted column holds lists or structures.
        """
        wanted = sorted(set(positions))
        columns: dict[str, pl.Series] = {}
        for at in wanted:
            if pa.types.is_nested(self._file.schema_arrow.field(at).type):
                raise header_problem(
                    f"{self._where}, column {self.header[at]}",
                    "Found lists or structures where one value a row is expected.",
                    "Ask the agency for plain columns.",
                )
        try:
            table = self._file.read(columns=[self._names[at] for at in wanted])
            for at in wanted:
                columns[str(at)] = _as_text(pl.Series(str(at), table.column(self._names[at])))
        except (pa.ArrowException, pl.exceptions.PolarsError, OSError, ValueError, KeyError):
            raise self._damaged() from None
        frame = pl.DataFrame(columns)
        return RawRows(frame.select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row"), pl.all()))

    def _damaged(self) -> Exception:
        return file_problem(
            self._where,
            "Found no Parquet file that can be read: it is damaged, cut off or of another kind.",
            "Ask the agency for the file again.",
        )


def _as_text(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if kind == pl.String:
        return series
    if isinstance(kind, pl.Datetime):
        return series.dt.date().cast(pl.String)
    if kind.is_float():
        whole = series.cast(pl.Int64, strict=False)
        is_whole = (whole.cast(kind) == series).fill_null(False)
        return pl.select(pl.when(is_whole).then(whole.cast(pl.String)).otherwise(series.cast(pl.String))).to_series()
    if kind == pl.Boolean:
        return pl.select(pl.when(series).then(pl.lit("TRUE")).when(~series).then(pl.lit("FALSE"))).to_series()
    if kind == pl.Binary:
        return series.cast(pl.String, strict=True)
    return series.cast(pl.String)

"""Reading delimited text: UTF-8 with or without a byte-order mark, or Windows-1252; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from thinkfamily.engine.intake.csv_shape import Shape, shape_of
from thinkfamily.engine.intake.problems import file_problem
from thinkfamily.engine.intake.raw_table import RawRows

_DELIMITERS = (",", ";", "\t")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_AS_CSV = "Ask the agency for the file again, saved as CSV in UTF-8."
# Fields beyond the header's that are looked at, to see whether they are empty.
_BEYOND = 50


class CsvTable:
    """A delimited file whose header has been read.

    Args:
        path: the file.
        where: how messages name it.
        skip_rows: lines above the header.
        most_bytes: read no more of the file than this, up to the end of a line.
    """

    def __init__(self, path: Path, where: str, skip_rows: int = 0, most_bytes: int | None = None) -> None:
        self._where = where
        self._data, self.encoding = _as_utf8(_bytes_of(path, where, most_bytes), where)
        self._start = 3 if self._data.startswith(b"\xef\xbb\xbf") else 0
        self.header, self.delimiter = self._read_header(skip_rows)

    @property
    def about(self) -> str:
        """Encoding and delimiter, in words."""
        return f"CSV, {self.encoding}, {_NAMES[self.delimiter]}-separated"

    def rows(self, positions: Sequence[int]) -> RawRows:
        """The rows of the wanted columns; blank lines are no rows.

        Raises:
            ExtractError: a quotation mark opens a field that never closes.
        """
        shape = shape_of(self._data, self._start, self.delimiter)
        if shape.is_open and shape.is_plain:
            row = int((~shape.blank[:-1]).sum()) + 1
            raise file_problem(
                f"{self._where}, row {row}",
                "Found a quotation mark that opens a field and is never closed.",
                _AS_CSV,
            )
        if shape.is_plain and not shape.is_open:
            frame, fields = self._parse_fast(shape, positions)
        else:
            frame, fields = self._parse_slowly(positions)
        wide = len(self.header)
        rows = frame.get_column("row").to_numpy()
        long = rows[fields > wide]
        if len(long):
            extra = frame.get_column("beyond").to_numpy()
            long = rows[(fields > wide) & extra]
        short = fields < wide
        cut_off = rows[-1:] if len(rows) and short[-1] and not shape.ends_cleanly else rows[:0]
        misshapen = np.concatenate((long, cut_off))
        return RawRows(
            frame.drop("beyond"),
            [int(row) for row in misshapen],
            int(short.sum()) - len(cut_off),
        )

    def _parse_fast(self, shape: Shape, positions: Sequence[int]) -> tuple[pl.DataFrame, np.ndarray]:
        wide = len(self.header)
        widest = int(shape.fields.max()) if len(shape.fields) else wide
        reached = max(wide, min(widest, wide + _BEYOND))
        names = [str(at) for at in range(reached)]
        wanted = [str(at) for at in sorted(set(positions))] + names[wide:]
        heading = self.delimiter.join(names).encode() + b"\n"
        frame = pl.read_csv(
            heading + memoryview(self._data)[self._start :],
            separator=self.delimiter,
            quote_char='"' if self._data.find(b'"', self._start) >= 0 else None,
            infer_schema=False,
            columns=wanted,
            truncate_ragged_lines=True,
        )
        if frame.height != len(shape.fields):
            raise file_problem(self._where, "Found rows that cannot be told apart.", _AS_CSV)
        beyond = (
            pl.any_horizontal(pl.col(name).fill_null("").str.strip_chars() != "" for name in names[wide:])
            if reached > wide
            else pl.lit(False)
        )
        frame = frame.select(*(str(at) for at in sorted(set(positions))), beyond=beyond)
        kept = ~shape.blank
        if not kept.all():
            frame = frame.filter(pl.Series(kept))
        fields = shape.fields[kept]
        return frame.with_columns(row=pl.int_range(1, frame.height + 1, dtype=pl.Int64)), fields

    def _parse_slowly(self, positions: Sequence[int]) -> tuple[pl.DataFrame, np.ndarray]:
        """For files whose quotation marks do not keep to the common form; a few times slower, and forgiving."""
        wide = len(self.header)
        wanted = sorted(set(positions))
        cells: list[list[str | None]] = [[] for _ in wanted]
        fields: list[int] = []
        beyond: list[bool] = []
        text = io.StringIO(self._data[self._start :].decode("utf-8"), newline="")
        for row in _records(text, self.delimiter, self._where):
            fields.append(len(row))
            beyond.append(any(cell.strip() for cell in row[wide:]))
            for held, at in zip(cells, wanted, strict=True):
                held.append(row[at] if at < len(row) else None)
        frame = pl.DataFrame(
            {
                **{str(at): pl.Series(held, dtype=pl.String) for at, held in zip(wanted, cells, strict=True)},
                "beyond": pl.Series(beyond, dtype=pl.Boolean),
                "row": pl.Series(range(1, len(fields) + 1), dtype=pl.Int64),
            }
        )
        return frame, np.array(fields, dtype=np.int64)

    def _read_header(self, skip_rows: int) -> tuple[list[str], str]:
        at = self._start
        for _ in range(skip_rows):
            end = self._data.find(b"\n", at)
            at = len(self._data) if end < 0 else end + 1
        while at < len(self._data) and self._data[at : at + 1] in (b"\n", b"\r"):
            at += 1
        head = self._data[at : at + (4 << 20)].decode("utf-8", errors="replace")
        best: tuple[list[str], str, int] = ([], ",", 0)
        for delimiter in _DELIMITERS:
            lines = io.StringIO(head, newline="")
            reader = csv.reader(lines, delimiter=delimiter)
            try:
                names = [name.strip() for name in next(reader, [])]
            except csv.Error:
                continue
            if len(names) > len(best[0]):
                best = (names, delimiter, len(head[: lines.tell()].encode("utf-8")))
        names, delimiter, used = best
        if not any(names):
            raise file_problem(self._where, "Found no header: the file is empty where it should be.", _AS_CSV)
        self._start = min(at + used, len(self._data))
        return names, delimiter


def _bytes_of(path: Path, where: str, most_bytes: int | None) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read() if most_bytes is None else file.read(most_bytes)
    except OSError:
        raise file_problem(where, "Found a file that may not be read.", "Ask who put it there for the right.") from None
    if most_bytes is None or len(data) < most_bytes:
        return data
    return data[: data.rfind(b"\n") + 1] or data


def _as_utf8(data: bytes, where: str) -> tuple[bytes, str]:
    """The file's bytes in UTF-8, and what they were in.

    Raises:
        ExtractError: the bytes are of another kind of file, or of no known encoding.
    """
    for magic, kind in (
        (b"PK\x03\x04", "a zip file or an Excel workbook"),
        (b"PAR1", "a Parquet file"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
        (b"\x1f\x8b", "a compressed file"),
        (b"%PDF", "a PDF"),
        (b"\xff\xfe", "text in UTF-16"),
        (b"\xfe\xff", "text in UTF-16"),
    ):
        if data.startswith(magic):
            raise file_problem(where, f"Found {kind} under a name that says CSV.", _AS_CSV)
    if not data.strip():
        raise file_problem(where, "Found an empty file.", "Ask the agency for the file again, or leave the table out.")
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    if data.isascii():
        return data, "UTF-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data, "UTF-8"
    try:
        return data.decode("cp1252").encode("utf-8"), "Windows-1252"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise file_problem(
            f"{where}, line {line}",
            "Found a byte that is neither UTF-8 nor Windows-1252.",
            _AS_CSV,
        ) from None


def _records(text: io.StringIO, delimiter: str, where: str) -> Iterator[list[str]]:
    before = csv.field_size_limit(sys.maxsize)
    number = 0
    try:
        for row in csv.reader(text, delimiter=delimiter, strict=True):
            if row:
                number += 1
                yield row
    except csv.Error:
        raise file_problem(
            f"{where}, row {number + 1}",
            "Found a quotation mark that is never closed, or text after one that closes a field.",
            _AS_CSV,
        ) from None
    finally:
        csv.field_size_limit(before)

"""Refusing a workbook that would unpack to more than a delivery can hold, before any program opens it.

A workbook is a zip of XML. Three ways it can be a bomb: it declares or holds far more than its own size; its parts
overlap; or a sheet of two cells spans every row and column there is, which a reader lays out in memory. What a zip
declares is not believed: each part is unpacked once, piece by piece, and thrown away.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake.problems import bomb_problem, file_problem

MOST_PARTS = 5_000
MOST_BYTES = 2 << 30
MOST_RATIO = 200
# Below this a high ratio is only a small, repetitive sheet.
RATIO_COUNTS_FROM = 16 << 20
MOST_CELLS = 100_000_000

_PIECE = 4 << 20
_CELL = re.compile(rb'[ \t\r\n]r=["\']([A-Z]{1,3})([0-9]{1,7})["\']')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?[ \t\r\n]r=["\']([0-9]{1,7})["\']')


def guard_workbook(path: Path, where: str) -> None:
    """Pass a workbook that is safe to open.

    Raises:
        ExtractError: it is no workbook, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            _guard(archive, file, path.stat().st_size, where)
    except ExtractError:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, NotImplementedError, RuntimeError):
        raise not_a_workbook(where) from None


def not_a_workbook(where: str) -> ExtractError:
    """The file is damaged, cut off, protected or of another kind."""
    return file_problem(
        where,
        "Found no Excel workbook that can be read: the file is damaged, cut off, protected or of another kind.",
        "Open it in Excel, save it again as .xlsx without a password, or ask the agency for CSV.",
    )


def _guard(archive: zipfile.ZipFile, file: object, size: int, where: str) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise bomb_problem(where, f"Found a workbook of {len(parts)} parts; at most {MOST_PARTS} are read.")
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise bomb_problem(where, f"Found a workbook that unpacks to more than {MOST_BYTES >> 30} GiB.")
    if sum(part.compress_size for part in parts) > size:
        raise bomb_problem(where, "Found a workbook whose parts overlap.")
    unpacked = 0
    for part in parts:
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise not_a_workbook(where)
        is_sheet = "worksheets/" in part.filename.lower()
        unpacked += _unpack(file, part, is_sheet, where)
        if unpacked > MOST_BYTES or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * size):
            raise bomb_problem(where, f"Found a workbook that unpacks to more than {MOST_RATIO} times its size.")


def _unpack(file: object, part: zipfile.ZipInfo, is_sheet: bool, where: str) -> int:
    """Bytes that one part really holds; for a sheet, also how far its cells reach."""
    reader = file
    reader.seek(part.header_offset)  # type: ignore[attr-defined]
    header = reader.read(30)  # type: ignore[attr-defined]
    if header[:4] != b"PK\x03\x04":
        raise not_a_workbook(where)
    name, extra = struct.unpack("<HH", header[26:30])
    reader.seek(name + extra, 1)  # type: ignore[attr-defined]
    left = part.compress_size
    unpacker = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    extent = _Extent()
    total, tail = 0, b""
    while left > 0:
        packed = reader.read(min(left, 1 << 16))  # type: ignore[attr-defined]
        if not packed:
            raise not_a_workbook(where)
        left -= len(packed)
        while packed:
            piece = unpacker.decompress(packed, _PIECE) if unpacker else packed
            packed = unpacker.unconsumed_tail if unpacker else b""
            total += len(piece)
            if total > MOST_BYTES:
                raise bomb_problem(where, f"Found a workbook that unpacks to more than {MOST_BYTES >> 30} GiB.")
            if is_sheet and piece:
                tail = extent.see(tail + piece)
            if not piece:
                break
    if is_sheet and extent.cells > MOST_CELLS:
        raise bomb_problem(
            where, f"Found a sheet whose cells span {extent.rows:,} rows and {extent.columns:,} columns."
        )
    return total


class _Extent:
    """How far the cells of a sheet reach."""

    def __init__(self) -> None:
        self.rows = self.columns = 0

    @property
    def cells(self) -> int:
        """Cells of the rectangle that a reader lays out."""
        return self.rows * self.columns

    def see(self, text: bytes) -> bytes:
        """Take in a piece of the sheet's XML; gives back its end, which the next piece begins with."""
        cut = text.rfind(b"<")
        seen = text[:cut] if cut > 0 else b""
        found = _CELL.findall(seen)
        columns = {letters for letters, _ in found}
        rows = {row for _, row in found} | set(_ROW.findall(seen))
        self.columns = max((self.columns, *(_column_number(letters) for letters in columns)))
        self.rows = max((self.rows, *(int(row) for row in rows)))
        # A tag longer than a piece holds no cell reference worth waiting for.
        return text[cut:] if 0 <= len(text) - cut < _PIECE else b""


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

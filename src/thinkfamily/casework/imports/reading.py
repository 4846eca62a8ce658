"""Reading a file that somebody sent: a workbook, or CSV files in a zip file. Whatever it holds, it ends in rows or in an error."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from thinkfamily.casework.imports.problems import unreadable
from thinkfamily.casework.imports.sheets import SHEETS, Sheet

MOST_SENT = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 60, 3_000_000
_CHUNK = 1 << 20
_CELL = re.compile(rb'[ \t\r\n]r=["\']([A-Z]{1,3})([0-9]{1,7})["\']')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?[ \t\r\n]r=["\']([0-9]{1,7})["\']')
_SAVE_AGAIN = noop(
    "Save it again from the template, as .xlsx without a password or as CSV files in a zip file, and send that."
)


@dataclass
class Read:
    """What a file holds.

    Attributes:
        sha256: its hash.
        rows: by sheet, each row that is not empty: its number and its cells by column, as text.
    """

    sha256: str
    rows: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)


def read_path(path: Path) -> Read:
    """The rows of a file, or of a folder of CSV files; see `read_sent`.

    Raises:
        ImportRefusedError: it cannot be read.
    """
    try:
        if path.is_dir():
            files = {one.name: one.read_bytes() for one in sorted(path.iterdir()) if one.suffix.lower() == ".csv"}
            if sum(map(len, files.values())) > MOST_UNPACKED:
                raise unreadable(_("Found more than can be read at once."), _("Bring some of the families at a time."))
            whole = hashlib.sha256()
            for name, content in files.items():
                whole.update(f"{name}\0{len(content)}\0".encode())
                whole.update(content)
            return _of_tables(whole.hexdigest(), files)
        with path.open("rb") as file:
            return read_sent(file, path.stat().st_size)
    except OSError:
        raise unreadable(_("Found no file there that can be opened."), _("Give the path of the file.")) from None


def read_sent(sent: BinaryIO, size: int) -> Read:
    """The rows of a workbook, or of CSV files in a zip file.

    Raises:
        ImportRefusedError: it is damaged, locked, too large, or of another kind.
    """
    if size > MOST_SENT:
        raise unreadable(
            _("Found a file of more than %(most)d MB.") % {"most": MOST_SENT >> 20},
            _("Bring some of the families at a time."),
        )
    sent.seek(0)
    content = sent.read(MOST_SENT + 1)
    found = hashlib.sha256(content).hexdigest()
    parts = _unpacked(content)
    if any(name.startswith("xl/") for name in parts):
        for name, part in parts.items():
            if "worksheets/" in name.lower():
                _guard(part)
        return _of_workbook(found, content)
    tables = {name: part for name, part in parts.items() if name.lower().endswith(".csv")}
    _each_once(Path(name).name.strip().casefold() for name in tables)
    return _of_tables(found, {Path(name).name: part for name, part in tables.items()})


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a zip file, counted as they come out: the sizes that it states may be lies."""
    parts, room = {}, MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist()[:2000]:
                pieces = []
                with archive.open(entry) as source:
                    while piece := source.read(_CHUNK):
                        room -= len(piece)
                        if room < 0:
                            raise unreadable(
                                _("Found more than %(most)d MB in it.") % {"most": MOST_UNPACKED >> 20}, _(_SAVE_AGAIN)
                            )
                        pieces.append(piece)
                parts[entry.filename] = b"".join(pieces)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise unreadable(
            _("Found no workbook and no zip file, or one that is damaged or locked."), _(_SAVE_AGAIN)
        ) from None
    return parts


def _guard(part: bytes) -> None:
    """Refuse a sheet of few cells that spans every row and column there is: a reader lays all of it out in memory."""
    columns, rows = 1, 1
    for letters, row in _CELL.findall(part):
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        columns, rows = max(columns, number), max(rows, int(row))
    rows = max((rows, *map(int, _ROW.findall(part))))
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise unreadable(_("Found a sheet with more rows or columns than the template has."), _(_SAVE_AGAIN))


def _of_workbook(found: str, content: bytes) -> Read:
    book = _trying(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)))
    names = {name.strip().casefold(): name for name in book.sheet_names}
    _each_once(name.strip().casefold() for name in book.sheet_names)
    read = Read(found)
    for sheet in SHEETS:
        name = names.get(sheet.title.casefold())
        if name is not None:
            read.rows[sheet.name] = _rows(sheet, _lines(book, name))
    return _with_families(read)


def _lines(book: Any, name: str) -> Iterator[list[str]]:
    sheet = _trying(lambda: book.get_sheet_by_name(name))
    # Rows above the first that is filled are not given: the first row is the header, wherever it stands.
    for row in _trying(lambda: sheet.to_python(skip_empty_area=False)):
        yield [_written(cell) for cell in row]


def _of_tables(found: str, files: dict[str, bytes]) -> Read:
    read, by_name = Read(found), {name.strip().casefold(): content for name, content in files.items()}
    for sheet in SHEETS:
        if (content := by_name.get(sheet.file)) is not None:
            read.rows[sheet.name] = _rows(sheet, _records(content))
    return _with_families(read)


def _records(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, line in enumerate(reader):
            if number > MOST_ROWS:
                raise unreadable(
                    _("Found more rows than can be read at once."), _("Bring some of the families at a time.")
                )
            yield line
    except csv.Error:
        raise unreadable(_("Found a CSV file that is cut off or damaged."), _(_SAVE_AGAIN)) from None


def _rows(sheet: Sheet, lines: Iterator[list[str]]) -> list[tuple[int, dict[str, str]]]:
    headers = {column.header.casefold(): column.name for column in sheet.columns}
    heads = [" ".join(cell.split()).casefold() for cell in next(lines, [])]
    places = {headers[head]: at for at, head in enumerate(heads) if head in headers}
    # Of two columns one would be lost, and of one that is called otherwise all: a restriction, say, and nobody would see it.
    if len(places) < len([head for head in heads if head]):
        raise unreadable(
            _("Found a column that stands twice in the first row of %(sheet)s, or that the template does not have.")
            % {"sheet": sheet.title},
            _("Take it out, or call it as the template does."),
        )
    needed = [column for column in sheet.columns if column.must or column.stands]
    if missing := [column.header for column in needed if column.name not in places]:
        # A header is a word of ours.
        raise unreadable(
            _("Found no column %(column)s in the first row of %(sheet)s.")
            % {"column": missing[0], "sheet": sheet.title},
            _("Use the template as it is, with its headers in the first row."),
        )
    found = []
    for number, line in enumerate(lines, start=2):
        if any(cell.strip() for cell in line):
            cells = {name: line[at].strip() if at < len(line) else "" for name, at in places.items()}
            found.append((number, cells))
    return found


def _each_once(names: Iterable[str]) -> None:
    """Refuse a file in which one sheet stands twice: one of the two would be read, and the other lost."""
    found = Counter(names)
    if any(found[name] > 1 for sheet in SHEETS for name in (sheet.title.casefold(), sheet.file)):
        raise unreadable(_("Found two sheets or files of one name."), _("Leave one of them, with all its rows."))


def _with_families(read: Read) -> Read:
    if "families" not in read.rows:
        raise unreadable(
            _("Found no sheet or file called Families."), _("Use the template, with its names as they are.")
        )
    return read


def _written(cell: Any) -> str:
    """A cell as text. A spreadsheet keeps every number as a fraction: a key must not gain a ``.0``."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not cell.time() else cell.isoformat(timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return "" if cell is None else str(cell)


def _trying(act: Any) -> Any:
    """Do something with the reader, whose failures on damaged files are of many kinds, a Rust panic among them."""
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        raise unreadable(_("Found a workbook that is damaged, locked or of another kind."), _(_SAVE_AGAIN)) from None

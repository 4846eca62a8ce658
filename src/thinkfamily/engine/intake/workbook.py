"""Reading one sheet of an Excel workbook (.xlsx) as text, as a person reading the sheet would write it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from thinkfamily.engine.intake.problems import file_problem, header_problem
from thinkfamily.engine.intake.raw_table import RawRows
from thinkfamily.engine.intake.workbook_guard import guard_workbook, not_a_workbook

_CHUNK = 50_000


class Workbook:
    """An Excel workbook that is safe to open.

    Args:
        path: the file.
        where: how messages name it.
    """

    def __init__(self, path: Path, where: str) -> None:
        guard_workbook(path, where)
        self._where = where
        self._book = _trying(lambda: python_calamine.CalamineWorkbook.from_path(path), where)

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets, in order."""
        return list(self._book.sheet_names)

    def sheet_for(self, table: str) -> str | None:
        """The sheet named for a table, whatever its capitals; None where there is none."""
        return next((name for name in self.sheets if name.strip().casefold() == table), None)

    def open_sheet(self, name: str, skip_rows: int = 0) -> SheetTable:
        """One sheet, its header read.

        Raises:
            ExtractError: there is no sheet of that name, or nothing where its header should be.
        """
        if name not in self.sheets:
            raise header_problem(
                self._where,
                f"Found sheets {', '.join(self.sheets)}; expected one named {name}.",
                "Correct `sheet` in feed.toml.",
            )
        sheet = _trying(lambda: self._book.get_sheet_by_name(name), self._where)
        return SheetTable(sheet, f"{self._where}, sheet {name}", skip_rows)


class SheetTable:
    """A sheet whose header has been read. Rows in which no cell is filled are no rows, but are counted."""

    def __init__(self, sheet: Any, where: str, skip_rows: int) -> None:
        self._sheet, self._where, self._skip_rows = sheet, where, skip_rows
        first = next(self._lines(skip_rows), [])
        self.header = [(_written(cell) or "").strip() for cell in first]
        if not any(self.header):
            raise file_problem(where, "Found no header: the sheet is empty where it should be.", "Check `skip_rows`.")

    @property
    def about(self) -> str:
        """The kind of file, in words."""
        return "Excel"

    def rows(self, positions: Sequence[int]) -> RawRows:
        """The rows of the wanted columns."""
        wanted = sorted(set(positions))
        lines = self._lines(self._skip_rows + 1)
        schema = {"row": pl.Int64, **{str(at): pl.String for at in wanted}}
        frames = [pl.DataFrame(schema=schema)]
        number = 0
        while chunk := list(islice(lines, _CHUNK)):
            kept = [(n, line) for n, line in enumerate(chunk, start=number + 1) if any(cell != "" for cell in line)]
            number += len(chunk)
            cells: dict[str, list[Any]] = {"row": [n for n, _ in kept]}
            for at in wanted:
                cells[str(at)] = [_written(line[at]) if at < len(line) else None for _, line in kept]
            frames.append(pl.DataFrame(cells, schema=schema))
        return RawRows(pl.concat(frames))

    def _lines(self, skip: int) -> Iterator[list[Any]]:
        lines = iter(_trying(self._sheet.iter_rows, self._where)) if self._sheet.height else iter(())
        return islice(lines, skip, None)


def _written(cell: Any) -> str | None:
    """A cell as text. Excel keeps every number as a fraction: an id must not gain a ``.0``."""
    if cell == "":
        return None
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def _trying(act: Any, where: str) -> Any:
    """Do something with the reader, whose failures on damaged files are of many kinds, a Rust panic among them."""
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        raise not_a_workbook(where) from None

"""Finding the file of a table in a feed's folder and opening it, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from thinkfamily.engine.intake.csv_file import CsvTable
from thinkfamily.engine.intake.feed_file import FeedFile
from thinkfamily.engine.intake.parquet_file import ParquetTable
from thinkfamily.engine.intake.problems import file_problem, folder_problem, header_problem
from thinkfamily.engine.intake.raw_table import RawTable
from thinkfamily.engine.intake.workbook import Workbook

_TEXT = (".csv", ".tsv", ".txt")
_FORMS = (*_TEXT, ".parquet", ".xlsx")


@dataclass
class FeedFolder:
    """The files of one feed's folder, and which of them have been read.

    Args:
        path: the folder.
        feed: its name, which messages begin with.
    """

    path: Path
    feed: str
    used: set[str] = field(default_factory=set)
    _books: dict[str, Workbook] = field(default_factory=dict)

    def find(self, table: str, feed_file: FeedFile) -> tuple[str, str | None] | None:
        """File name and, in a workbook, sheet of a table; None where the feed does not supply it.

        Raises:
            ExtractError: the file that feed.toml names is not there, or two files could be meant.
        """
        stated = feed_file.tables[table]
        if stated.file is not None:
            path = inside(self.path, stated.file, f"{self.feed}/feed.toml, [{table}] file")
            if not path.is_file():
                raise folder_problem(
                    f"{self.feed}/feed.toml",
                    f"Found no file {stated.file}, which [{table}] names.",
                    "Correct the name, or ask the agency for the file.",
                )
            return stated.file, self._sheet(stated.file, stated.sheet, table)
        names = sorted(p.name for p in self.path.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
        same = [n for n in names if Path(n).stem.casefold() == table and Path(n).suffix.casefold() in _FORMS]
        if not same:
            books = [n for n in names if Path(n).suffix.casefold() == ".xlsx"]
            same = [n for n in books if self._book(n).sheet_for(table) is not None]
        if len(same) > 1:
            raise folder_problem(
                self.feed,
                f"Found {table} in more than one file: {', '.join(same)}.",
                f"Say which one in feed.toml: [{table}] file = …, or take the others away.",
            )
        return (same[0], self._sheet(same[0], stated.sheet, table)) if same else None

    def open(self, name: str, sheet: str | None, skip_rows: int) -> RawTable:
        """Open a file far enough to know its header.

        Raises:
            ExtractError: it cannot be read.
        """
        self.used.add(name)
        if sheet is not None:
            return self._book(name).open_sheet(sheet, skip_rows)
        return open_plain(inside(self.path, name, f"{self.feed}/{name}"), f"{self.feed}/{name}", skip_rows)

    def strays(self) -> list[str]:
        """Names of files and folders that nothing reads."""
        known = {*self.used, "feed.toml"}
        return sorted(p.name for p in self.path.iterdir() if p.name not in known)

    def _sheet(self, name: str, stated: str | None, table: str) -> str | None:
        if Path(name).suffix.casefold() != ".xlsx":
            return None
        book = self._book(name)
        if stated is not None:
            return stated
        found = book.sheet_for(table) or (book.sheets[0] if len(book.sheets) == 1 else None)
        if found is None:
            raise header_problem(
                f"{self.feed}/{name}",
                f"Found sheets {', '.join(book.sheets)}; none is named {table}.",
                f"Say which one in feed.toml: [{table}] sheet = …",
            )
        return found

    def _book(self, name: str) -> Workbook:
        if name not in self._books:
            self._books[name] = Workbook(inside(self.path, name, f"{self.feed}/{name}"), f"{self.feed}/{name}")
        return self._books[name]


def open_plain(path: Path, where: str, skip_rows: int = 0) -> RawTable:
    """Open a file that holds one table: delimited text or Parquet."""
    form = path.suffix.casefold()
    if form == ".parquet":
        return ParquetTable(path, where)
    if form in _TEXT:
        return CsvTable(path, where, skip_rows)
    raise file_problem(
        where,
        f"Found a file of form {form or 'unknown'}; CSV, Parquet and Excel (.xlsx) are read.",
        "Ask the agency for one of these.",
    )


def inside(folder: Path, name: str, where: str) -> Path:
    """The path of a file that must lie in a folder: no way out by ``..``, by an absolute path or by a link.

    Raises:
        ExtractError: it leads elsewhere.
    """
    try:
        path = folder / name
        leads_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        leads_inside = False
    if not leads_inside:
        raise folder_problem(
            where,
            "Found a file name that leads out of the folder.",
            "Put the file itself into the folder, and name it alone.",
        )
    return path

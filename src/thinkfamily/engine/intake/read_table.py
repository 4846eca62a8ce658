"""Finding the file of a table in a feed's folder and opening it, whatever its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from thinkfamily.engine.intake.column_map import TableMap
from thinkfamily.engine.intake.csv_file import CsvTable
from thinkfamily.engine.intake.parquet_file import ParquetTable
from thinkfamily.engine.intake.problems import file_problem, folder_problem, header_problem
from thinkfamily.engine.intake.raw_table import RawTable
from thinkfamily.engine.intake.workbook import Workbook
from thinkfamily.engine.intake.xml_file import XmlFile

_TEXT = (".csv", ".tsv", ".txt")
_FORMS = (*_TEXT, ".parquet", ".xlsx")


@dataclass
class FeedFolder:
    """The files of one feed's folder, and which of them have been read.

    Args:
        path: the folder.
        feed: its name, which messages begin with.
        wanted_elements: paths of the elements that make rows in files of XML, with the columns wanted of each; a file is
            read once for all.
    """

    path: Path
    feed: str
    used: set[str] = field(default_factory=set)
    wanted_elements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _books: dict[str, Workbook] = field(default_factory=dict)
    _elements: dict[str, XmlFile] = field(default_factory=dict)

    def find(self, stated: TableMap) -> list[tuple[str, str | None]]:
        """File name and, in a workbook, sheet of each file that a map reads; none where the feed does not supply it.

        Raises:
            ExtractError: the file that is named is not there, or two files could be meant.
        """
        if stated.file is None:
            return self._standard(stated)
        if "*" not in stated.file:
            path = inside(self.path, stated.file, f"{stated.toml} file")
            if not path.is_file():
                if stated.is_optional:
                    return []
                raise self._no_file(stated, stated.file)
            return [(stated.file, self._sheet(stated.file, stated.sheet, stated.table))]
        fitting = self.fitting(stated.file, stated.only_files)
        if not fitting and not stated.is_optional:
            raise self._no_file(stated, stated.file)
        if len(fitting) > 1 and stated.is_one_file:
            raise self._too_many(stated, stated.file, fitting)
        return [(name, self._sheet(name, stated.sheet, stated.table)) for name in fitting]

    def fitting(self, pattern: str, only: str | None = None) -> list[str]:
        """Names of files that fit a pattern with ``*``, whatever their capitals, in order."""
        patterns = [each.casefold() for each in (pattern, only) if each is not None]
        return [name for name in self._names() if all(fnmatchcase(name.casefold(), each) for each in patterns)]

    def one_fitting(self, pattern: str, stated: TableMap) -> str | None:
        """The one file that a join means; None where there is none and there need not be.

        Raises:
            ExtractError: there is none and must be one, or more than one fits.
        """
        fitting = self.fitting(pattern, stated.only_files)
        if len(fitting) > 1:
            raise self._too_many(stated, pattern, fitting)
        if not fitting and not stated.is_shipped:
            raise self._no_file(stated, pattern)
        return fitting[0] if fitting else None

    def _too_many(self, stated: TableMap, pattern: str, fitting: list[str]) -> Exception:
        return folder_problem(
            stated.toml,
            f"Found more than one file that fits {pattern}: {', '.join(fitting)}.",
            "Use the map once for each, with `files` and what it is given; or take the others away.",
        )

    def _no_file(self, stated: TableMap, name: str) -> Exception:
        return folder_problem(
            f"{self.feed}/feed.toml",
            f"Found no file {name}, which {stated.toml} names.",
            "Correct the name, or ask the agency for the file.",
        )

    def _names(self) -> list[str]:
        return sorted(
            path.name
            for path in self.path.iterdir()
            if path.is_file() and not path.name.startswith((".", "~$")) and path.name != "feed.toml"
        )

    def _standard(self, stated: TableMap) -> list[tuple[str, str | None]]:
        table, names = stated.table, self._names()
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
        return [(same[0], self._sheet(same[0], stated.sheet, table))] if same else []

    def open(self, name: str, sheet: str | None, skip_rows: int, each: str | None = None) -> RawTable:
        """Open a file far enough to know its header.

        Args:
            name: the file.
            sheet: its sheet, in a workbook.
            skip_rows: lines above the header.
            each: the path of the element that makes a row, in XML.

        Raises:
            ExtractError: it cannot be read.
        """
        self.used.add(name)
        if each is not None or Path(name).suffix.casefold() == ".xml":
            return self._element(name, each)
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

    def _element(self, name: str, each: str | None) -> RawTable:
        where = f"{self.feed}/{name}"
        if each is None or Path(name).suffix.casefold() != ".xml":
            raise header_problem(
                where,
                "Found XML, and no word of which element makes a row." if each is None
                else f"Found a file that is no XML (.xml), and a map that makes rows of its elements {each}.",
                "Say it in feed.toml, such as each = \"Child/CINdetails\"; or name the right file.",
            )  # fmt: skip
        if name not in self._elements:
            self._elements[name] = XmlFile(inside(self.path, name, where), where, self.wanted_elements)
        return self._elements[name].rows_of(each)

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
        f"Found a file of form {form or 'unknown'}; CSV, Parquet, Excel (.xlsx) and mapped XML are read.",
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

"""From a file and its column map to cleaned rows of one table, each with where in the file it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from thinkfamily.engine.intake.accept import LEFT_OUT
from thinkfamily.engine.intake.clean import cleaned
from thinkfamily.engine.intake.column_map import TableMap
from thinkfamily.engine.intake.columns import TABLES, Column
from thinkfamily.engine.intake.columns_to_rows import CELL, THEIR_COLUMN, Fitting, fitting_columns, reshaped
from thinkfamily.engine.intake.headers import resolve
from thinkfamily.engine.intake.joined import JoinedFiles, bring
from thinkfamily.engine.intake.problems import header_problem
from thinkfamily.engine.intake.read_table import FeedFolder

# The row of the file that a row was made of.
FILE_ROW = "file_row"
# A key of an object in JSON, and the cell itself where it is none.
_KEY = re.compile(r"(.+?) -> (\(text\)|\w+)")
_COMMA = ("address",)


@dataclass(frozen=True)
class Part:
    """One column of theirs, at its position; of a cell of JSON perhaps one key."""

    at: int
    key: str | None = None


@dataclass(frozen=True)
class Piece:
    """Cleaned rows of one file: ``row`` from 1 up within the piece, ``file_row``, the standard columns and their marks.

    Args:
        frame: the rows; with ``left_out`` where the map leaves some out, with ``their_column`` where it is reshaped.
        misshapen: rows that do not fit under the header, by ``row``.
    """

    frame: pl.DataFrame
    misshapen: Sequence[int]


@dataclass(frozen=True)
class MappedFile:
    """A file opened and understood, whose rows are made when they are asked for.

    Args:
        file: its name.
        label: what counts and messages call it.
        stated: its map.
        about: how it was read.
        absent: columns of theirs that a shipped map names and the file lacks.
        empty: standard columns that it therefore leaves empty.
        padded: how many rows had fewer fields than the header.
        pieces: makes its rows, piece by piece.
    """

    file: str
    label: str
    stated: TableMap
    about: str
    absent: tuple[str, ...]
    empty: tuple[str, ...]
    padded: int
    pieces: Callable[[], Iterator[Piece]]

    def theirs(self, column: str) -> str:
        """The file's own name of a standard column; empty where it is the standard one."""
        names = [name for name in self.stated.columns.get(column, ()) if name not in self.absent]
        return " and ".join(names) if names not in ([], [column]) else ""


def open_mapped(
    folder: FeedFolder, stated: TableMap, file: str, sheet: str | None, joined_files: JoinedFiles
) -> MappedFile | None:
    """Open a file and find every column that its map needs; None where a shipped map's layout lacks what decides.

    Without the column that says which rows are left out nobody knows what a row means: an optional file of a shipped map
    is then as good as missing.

    Raises:
        ExtractError: the file cannot be read, or a mapped, required or deciding column is not there.
    """
    opened = folder.open(file, sheet, stated.skip_rows, stated.each)
    where = (
        f"{folder.feed}/{file}" + (f", sheet {sheet}" if sheet else "") + (f", {stated.each}" if stated.each else "")
    )
    header = _with_joined(opened.header, stated, joined_files)
    if lacking := [name for name in stated.leave_out if name not in header]:
        if stated.is_shipped and stated.is_optional:
            return None
        raise header_problem(
            where,
            f"Found no column {', '.join(lacking)}, by which rows are left out.",
            f"Correct leave_out in {stated.toml}.",
        )
    fitting = fitting_columns(opened.header, stated, where) if stated.columns_to_rows else None
    parts, absent, empty = _parts(header, stated, fitting, where)
    aside = {
        name: header.index(name)
        for name in (*stated.leave_out, *(name for join in stated.joins for name in join.on))
        if name in header
    }
    needed = {part.at for found in parts.values() for part in found} | set(aside.values())
    needed |= set(fitting.positions) if fitting else set()
    raw = opened.rows([at for at in sorted(needed) if at < len(opened.header)])
    frame, padded, misshapen = raw.frame, raw.padded, frozenset(raw.misshapen)
    del raw
    start = len(opened.header)
    for join in stated.joins:
        found = joined_files.find(join, stated)
        if found is None or not set(join.on) <= set(aside):
            continue
        on = [str(aside[name]) for name in join.on]
        frame = bring(frame, on, found, join, stated.dates, start, f"{folder.feed}/{found.file}")
        start += len(found.header)
    make = _Maker(stated, parts, aside, fitting, misshapen)
    # Given away when the rows are made, so that large files are not held twice.
    held = [frame]
    del frame
    return MappedFile(
        file,
        stated.label(file),
        stated,
        opened.about,
        tuple(absent),
        tuple(empty),
        padded,
        lambda: make.pieces(held.pop()),
    )


def wanted_names(stated: TableMap) -> list[str]:
    """Every column of theirs that a map names, keys of JSON apart."""
    named = [name for names in stated.columns.values() for name in names]
    return list(
        dict.fromkeys(
            [*(_base(name)[0] for name in named), *stated.leave_out, *(n for j in stated.joins for n in j.on)]
        )
    )


def _with_joined(header: list[str], stated: TableMap, joined_files: JoinedFiles) -> list[str]:
    """The file's columns, then those of the files joined to it; one that is in both is the file's own."""
    names = list(header)
    for join in stated.joins:
        found = joined_files.find(join, stated)
        if found is not None and set(join.on) <= set(names):
            names += [name if name not in names else "" for name in found.header]
    return names


def _parts(
    header: Sequence[str], stated: TableMap, fitting: Fitting | None, where: str
) -> tuple[dict[str, list[Part]], list[str], list[str]]:
    """Where each standard column is; of a shipped map, what it names that the file lacks, and what is empty therefore.

    Raises:
        ExtractError: a mapped or required column is missing, or a wanted name is there twice.
    """
    told = {*stated.fixed, *(fitting.told if fitting else ())}
    told |= {stated.columns_to_rows.cells} if stated.columns_to_rows else set()
    columns = [column for column in TABLES[stated.table] if column.name not in told]
    mapping = {name: names for name, names in stated.columns.items() if name not in told}
    absent = sorted({name for names in mapping.values() for name in names if _base(name)[0] not in header})
    # A layout's columns differ from year to year, and an element that no row has is nowhere in a file of XML.
    may_lack = stated.is_shipped or stated.each is not None
    if may_lack:
        mapping = {name: tuple(each for each in names if each not in absent) for name, names in mapping.items()}
        mapping = {
            name: names or stated.columns[name][:1] for name, names in mapping.items() if names or _must(name, columns)
        }
    plain = {name: names[0] for name, names in mapping.items() if len(names) == 1 and not _base(names[0])[1]}
    toml = stated.toml[:-1] + ".columns]" if stated.toml.endswith("]") else f"{stated.toml}, columns"
    simple = [column for column in columns if column.name in plain or column.name not in mapping]
    if may_lack:
        # Such a map says all: a column that happens to have a standard name is none of its.
        simple = [column for column in simple if column.name in plain or column.is_required]
    places = resolve(header, simple, plain, where, toml)
    parts = {name: [Part(at)] for name, at in places.items()}
    for name in (name for name in mapping if name not in plain):
        parts[name] = [_part(header, each, name, where, toml) for each in mapping[name]]
    return (parts, absent, sorted(set(stated.columns) - told - set(parts))) if may_lack else (parts, [], [])


def _must(name: str, columns: Sequence[Column]) -> bool:
    return any(column.name == name and column.is_required for column in columns)


def _part(header: Sequence[str], theirs: str, name: str, where: str, toml: str) -> Part:
    base, key = _base(theirs)
    places = [at for at, held in enumerate(header) if held == base]
    if len(places) != 1:
        found = "no column" if not places else f"{len(places)} columns"
        raise header_problem(where, f"Found {found} {base}, which is mapped to {name}.", f"Correct it in {toml}.")
    return Part(places[0], key)


def _base(theirs: str) -> tuple[str, str | None]:
    """A column's name, and the key of its cells that is meant, if one is."""
    found = _KEY.fullmatch(theirs)
    return (found[1], found[2]) if found else (theirs, None)


class _Maker:
    """Makes cleaned rows of raw ones."""

    def __init__(
        self,
        stated: TableMap,
        parts: Mapping[str, list[Part]],
        aside: Mapping[str, int],
        fitting: Fitting | None,
        misshapen: frozenset[int],
    ) -> None:
        self._stated, self._parts, self._aside = stated, parts, aside
        self._fitting, self._misshapen = fitting, misshapen

    def pieces(self, raw: pl.DataFrame) -> Iterator[Piece]:
        if self._fitting is None:
            yield self._piece(raw)
            return
        ids = [str(part.at) for part in self._parts["record_id"]]
        for long in reshaped(raw, ids, self._fitting):
            yield self._piece(long)

    def _piece(self, raw: pl.DataFrame) -> Piece:
        stated, columns = self._stated, TABLES[self._stated.table]
        texts = {name: _together(raw, name, parts) for name, parts in self._parts.items()}
        if self._fitting is not None and stated.columns_to_rows is not None:
            texts |= {name: raw.get_column(name) for name in self._fitting.told}
            texts[stated.columns_to_rows.cells] = raw.get_column(CELL)
        texts |= {
            name: pl.Series(name, [text], dtype=pl.String).new_from_index(0, raw.height)
            for name, text in stated.fixed.items()
        }
        for name in ("record_id", "related_record_id"):
            if stated.mark is not None and name in texts:
                texts[name] = stated.mark + " " + texts[name].str.strip_chars().replace("", None)
        prepared = pl.DataFrame({"row": pl.int_range(1, raw.height + 1, dtype=pl.Int64, eager=True), **texts})
        frame = cleaned(prepared, columns, {name: name for name in texts}, stated.values, stated.dates)
        more = {FILE_ROW: raw.get_column("row")}
        if (left := self._left_out(raw)) is not None:
            more[LEFT_OUT] = left
        if self._fitting is not None:
            more[THEIR_COLUMN] = raw.get_column(THEIR_COLUMN)
        frame = frame.with_columns(**more)
        bad = frame.filter(pl.col(FILE_ROW).is_in(list(self._misshapen)))["row"].to_list() if self._misshapen else []
        return Piece(frame, bad)

    def _left_out(self, raw: pl.DataFrame) -> pl.Series | None:
        """Whether the map leaves a row out: by a cell, or as a reshaped row has no cell."""
        tests = [
            pl.col(str(self._aside[name])).fill_null("").str.strip_chars().is_in(list(cells))
            for name, cells in self._stated.leave_out.items()
            if name in self._aside
        ]
        if self._fitting is not None:
            tests.append(pl.col(CELL).is_null())
        return raw.select(pl.any_horizontal(tests)).to_series() if tests else None


def _together(raw: pl.DataFrame, name: str, parts: Sequence[Part]) -> pl.Series:
    """A standard column's text: their columns one after the other, empty ones left out."""
    cells = [_cell(raw.get_column(str(part.at)), part.key) for part in parts]
    if len(cells) == 1:
        return cells[0].alias(name)
    held = {str(at): cell.str.strip_chars().replace("", None) for at, cell in enumerate(cells)}
    separator = ", " if name in _COMMA else " "
    joined = pl.DataFrame(held).select(pl.concat_str(pl.all(), separator=separator, ignore_nulls=True)).to_series()
    return joined.replace("", None).alias(name)


def _cell(cell: pl.Series, key: str | None) -> pl.Series:
    if key is None:
        return cell
    is_object = cell.str.strip_chars().str.starts_with("{")
    if key == "(text)":
        return pl.select(pl.when(~is_object).then(cell)).to_series()
    return pl.select(pl.when(is_object).then(cell)).to_series().str.json_path_match(f"$.{key}")

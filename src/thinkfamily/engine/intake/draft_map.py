"""Drafting a feed.toml from a file's headers, for a human to correct.

It reads the names of columns, and of the cells only what tells how dates are written and which codes a coded column
uses. No other cell is ever shown; every guess says what it rests on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake.clean import as_days
from thinkfamily.engine.intake.column_names import comparable, is_column_name
from thinkfamily.engine.intake.columns import TABLES, Column, Kind
from thinkfamily.engine.intake.csv_file import CsvTable
from thinkfamily.engine.intake.headers import best_of, is_likely_header, looks_like_value, recognised
from thinkfamily.engine.intake.problems import header_problem
from thinkfamily.engine.intake.raw_table import RawTable
from thinkfamily.engine.intake.read_table import open_plain
from thinkfamily.engine.intake.workbook import Workbook
from thinkfamily.programmes.vocabulary import load_vocabulary

_LINES_TRIED = 20
_BYTES_READ = 4 << 20
_DATE_FORMS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y", "%d-%b-%Y", "%d-%b-%y",
    "%d %b %Y", "%d %B %Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M",
)  # fmt: skip
_CODED = ("sex", "event", "role", "relationship", "lives_with", "disability", "restriction")
_MOST_CODES = 40
_WHO = (
    "record_id",
    "related_record_id",
    "first_name",
    "middle_names",
    "last_name",
    "known_as",
    "address",
    "postcode",
    "reference",
)
# A date, a postcode, a long number or an address of mail is no code.
_LIKE_A_PERSONS = re.compile(r"@|\d{5,}|\d[-/.]\d{1,2}[-/.]\d|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)
_USUAL = {
    "sex": {"m": "male", "f": "female", "u": "unknown", "not known": "unknown", "o": "other", "1": "male", "2": "female"},
    "disability": {"y": "yes", "n": "no", "u": "unknown"},
    "lives_with": {"y": "yes", "n": "no", "u": "unknown"},
}  # fmt: skip

_HEAD = """\
# Drafted from {file} for a human to correct: every line is a guess until someone who knows the file has read it.
agency = ""                       # the agency's name
# extract_on = 2026-09-30         # the day the extract was taken
# covers_from = 2023-10-01        # first day it covers
# covers_until = 2026-10-01       # first day it no longer covers
absence_means = "unknown"         # "no" when people appear only if something happened
synthetic = false
covers_casework = false
purpose = ""
legal_power = ""
sharing_agreement = ""
dpia = ""
# expires_on = 2027-03-31         # last day on which it may be used"""


@dataclass(frozen=True)
class _Part:
    """One table found in a file: how it was opened, where its header is, and its names that may be shown, others empty."""

    table: str
    raw: RawTable
    names: list[str]
    sheet: str | None
    skip_rows: int


def draft_feed_file(
    path: Path, table: str | None = None, sheet: str | None = None, skip_rows: int | None = None
) -> str:
    """A feed.toml for a file, with what each guess rests on in comments.

    Args:
        path: the file: CSV, Parquet or Excel.
        table: people, events or relationships; None to tell from the headers.
        sheet: the sheet of a workbook; None for each that looks like a table.
        skip_rows: lines above the header; None to look for the header among the first 20 lines.

    Raises:
        ExtractError: it cannot be read, or no line looks like a header.
    """
    parts = _parts(path, table, sheet, skip_rows)
    lines = [_HEAD.format(file=_quoted(path.name))]
    drafted: set[str] = set()
    for part in parts:
        section = _section(path, part)
        if part.table in drafted:
            section = [f"# {line}" for line in ("A second table of the same kind: keep one.", *section)]
        drafted.add(part.table)
        lines += ["", *section]
    return "\n".join(lines) + "\n"


def _parts(path: Path, table: str | None, sheet: str | None, skip_rows: int | None) -> list[_Part]:
    if path.suffix.casefold() != ".xlsx":

        def opened(skipped: int) -> RawTable:
            if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
                return CsvTable(path, path.name, skipped, _BYTES_READ)
            return open_plain(path, path.name)

        return [_part(opened, path.name, table, None, skip_rows)]
    book = Workbook(path, path.name)
    parts = []
    for name in [sheet] if sheet is not None else book.sheets:
        try:
            parts.append(_part(partial(book.open_sheet, name), path.name, table, name, skip_rows))
        except ExtractError:
            # One sheet of several can be a note; asked for by name, or with its header's place, it must be a table.
            if sheet is not None or skip_rows is not None:
                raise
    if not parts:
        raise _no_header(path.name)
    return parts


def _part(
    opened: Callable[[int], RawTable], where: str, table: str | None, sheet: str | None, skip_rows: int | None
) -> _Part:
    """Open at the header: where a human says it is, or at the line that holds the most known names."""
    skipped = (
        skip_rows if skip_rows is not None else max(range(_LINES_TRIED), key=lambda n: (_known_names(opened, n), -n))
    )
    raw = opened(skipped)
    if is_likely_header(raw.header):
        names = [name if is_column_name(name) else "" for name in raw.header]
    elif skip_rows is None or any(looks_like_value(name) for name in raw.header):
        raise _no_header(where)
    else:
        # Names of another language, say: a human has looked at the line, and nothing in it is like a value.
        names = raw.header
    return _Part(table or _likeliest_table(names), raw, names, sheet, skipped)


def _known_names(opened: Callable[[int], RawTable], skipped: int) -> int:
    """How many known names of columns a line holds; none where there is no such line."""
    try:
        return recognised(opened(skipped).header)
    except ExtractError:
        return 0


def _no_header(where: str) -> Exception:
    return header_problem(
        where,
        f"Found no line that looks like names of columns, the first {_LINES_TRIED} having been looked at.",
        "Say where it is: --skip-rows N, the number of lines above it. Its cells are then shown as names, unless one looks "
        "like a value: a date, a number, a postcode.",
    )


def _likeliest_table(header: Sequence[str]) -> str:
    """The table that most of the names fit; a required column counts double."""
    scores = {}
    for table, columns in TABLES.items():
        chosen = _choose(header, columns)
        required = sum(column.is_required and column.name in chosen for column in columns)
        scores[table] = len(chosen) + required - sum(column.is_required for column in columns)
    return max(TABLES, key=lambda table: scores[table])


def _choose(header: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Which column of theirs each of ours most likely is, the nearest names first, none twice."""
    exact = {column.name: header.index(column.name) for column in columns if column.name in header}
    taken = set(exact.values())
    near = []
    for order, column in enumerate(columns):
        if column.name not in exact:
            for at, name in enumerate(header):
                if at not in taken and (found := best_of(column.name, [name])):
                    near.append((-found[1], order, at, column.name))
    chosen = dict(exact)
    for _, _, at, name in sorted(near):
        if name not in chosen and at not in taken:
            chosen[name] = at
            taken.add(at)
    return {column.name: chosen[column.name] for column in columns if column.name in chosen}


def _section(path: Path, part: _Part) -> list[str]:
    columns = TABLES[part.table]
    header = part.names
    chosen = _choose(header, columns)
    lines = [f"[{part.table}]", f"file = {_quoted(path.name)}  # {part.raw.about}"]
    if part.sheet is not None:
        lines.append(f"sheet = {_quoted(part.sheet)}")
    if part.skip_rows:
        lines.append(f"skip_rows = {part.skip_rows}  # the header is line {part.skip_rows + 1}")
    read = part.raw.rows(sorted(set(chosen.values()))) if chosen else None
    rows = read.frame if read is not None else pl.DataFrame()
    lines += _dates(columns, chosen, header, rows)
    lines.append(f"[{part.table}.columns]")
    for name, at in chosen.items():
        mapping = f"{name} = {_quoted(header[at])}"
        lines.append(f"# {name}: has its standard name" if header[at] == name else mapping)
    missing = [column.name for column in columns if column.name not in chosen]
    required = [column.name for column in columns if column.is_required and column.name not in chosen]
    lines += [f'# {name} = ""  # required: nothing like it was found' for name in required]
    if others := [name for name in missing if name not in required]:
        lines.append(f"# Not found: {', '.join(others)}.")
    if unused := [name for at, name in enumerate(header) if name and at not in chosen.values()]:
        lines.append(f"# Theirs that nothing uses: {', '.join(' '.join(name.split()) for name in unused)}.")
    if hidden := [str(at) for at, name in enumerate(part.raw.header, start=1) if name and not header[at - 1]]:
        lines.append(
            f"# Not shown, as their names may be a person's values: columns {', '.join(hidden)}. Look in the file."
        )
    if read is not None and (read.padded or len(read.misshapen)):
        lines.append(
            "# values: not listed, as some rows do not fit under the header and a code may be a person's value"
        )
    else:
        for name in _CODED:
            if name in chosen:
                lines += _values(
                    part.table, name, columns, rows.get_column(str(chosen[name])), _identifying(chosen, rows)
                )
    return lines


def _identifying(chosen: dict[str, int], rows: pl.DataFrame) -> frozenset[str]:
    """What stands in columns that tell who somebody is: no code is one of these, unless the columns are displaced."""
    return frozenset(
        cell.strip()
        for name in _WHO
        if name in chosen
        for cell in rows.get_column(str(chosen[name])).drop_nulls().unique()
    )


def _dates(columns: Sequence[Column], chosen: dict[str, int], header: Sequence[str], rows: pl.DataFrame) -> list[str]:
    """How dates are written, where every date column leaves one form only."""
    names = [column.name for column in columns if column.kind is Kind.DAY and column.name in chosen]
    cells = [rows.get_column(str(chosen[name])).str.strip_chars() for name in names]
    filled = (
        pl.concat([each.filter(each.is_not_null() & (each != "")).alias("day") for each in cells]) if cells else None
    )
    if filled is None or filled.is_empty():
        return ["# dates: no date was found to tell their form by; ISO (2026-09-30) is always read"]
    iso = as_days(filled, None).is_not_null()
    others = filled.filter(~iso)
    where = ", ".join(" ".join(header[chosen[name]].split()) for name in names)
    if others.len() <= 0.05 * filled.len():
        return [f"# dates: {iso.sum():,} of {filled.len():,} in {where} are in ISO form, which is always read"]
    read = {form: int(as_days(others, form).is_not_null().sum()) for form in _DATE_FORMS}
    most = max(read.values())
    fits = [form for form in _DATE_FORMS if read[form] == most and most >= 0.9 * others.len()]
    if len(fits) == 1:
        return [
            f"dates = {_quoted(fits[0])}  # reads {most:,} of {others.len():,} dates in {where}; no other form does"
        ]
    if fits:
        return [
            f"# dates: {' and '.join(fits)} read {most:,} of {others.len():,} dates in {where} alike;",
            '#   no date tells which is meant, so ask the agency, and write it here: dates = "…"',
        ]
    return [f"# dates: no form reads nine in ten of the {others.len():,} dates in {where}; ask the agency"]


def _values(
    table: str, name: str, columns: Sequence[Column], cells: pl.Series, identifying: frozenset[str]
) -> list[str]:
    """Their codes of a coded column, and ours where the meaning is usual. Only where few codes serve many rows."""
    filled = cells.str.strip_chars()
    filled = filled.filter(filled.is_not_null() & (filled != ""))
    codes = filled.unique().sort()
    if codes.is_empty():
        return []
    longest = max(len(code) for code in codes.head(_MOST_CODES + 1))
    few = codes.len() <= _MOST_CODES and filled.len() >= 3 * codes.len() and longest <= 40
    if not few or any(code in identifying or _LIKE_A_PERSONS.search(code) for code in codes):
        return [f"# {name}: {codes.len():,} different values in {filled.len():,} rows; not listed"]
    known = next(column.codes for column in columns if column.name == name)
    if name == "event":
        known = tuple(load_vocabulary().event_types["event"])
    theirs = [code for code in codes if code not in known]
    if not theirs:
        return []
    lines = [
        f"[{table}.values.{name}]  # theirs = ours" + (f"; ours: {', '.join(known)}" if 0 < len(known) < 12 else "")
    ]
    for code in theirs:
        ours = _USUAL.get(name, {}).get(code.casefold()) or next(
            (each for each in known if comparable(each) == comparable(code)), None
        )
        if ours is None and name == "role":
            ours = comparable(code).replace(" ", "_")
        lines.append(f"{_quoted(code)} = {_quoted(ours)}" if ours else f'# {_quoted(code)} = ""  # which of ours?')
    return lines


def _quoted(text: str) -> str:
    """A TOML text: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""How one file makes rows of one table: the column map, as a feed.toml or a shipped map declares it.

Everything that a shipped map can say, any feed.toml can say: there is one language and one reader of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from thinkfamily.engine.intake.columns import TABLES, Kind
from thinkfamily.engine.intake.problems import setting_problem
from thinkfamily.engine.intake.toml_file import Keys

# What a date format may hold: a day, a month and a year, and perhaps a time that is not used.
_DIRECTIVES = re.compile(r"(?:%[dmYybBeHMSIpTjF]|[^%])+")
_WHOLE_DATES = (("%F",), ("%j", "%Y"))
_GIVEN = re.compile(r"\{(\w+)\}")
# On the left of a value map: every value that is not listed.
ANY_OTHER = "*"


@dataclass(frozen=True)
class Join:
    """Another file of the feed whose columns are brought to the rows of this one.

    Args:
        file: its name, or a pattern with ``*`` that one file fits.
        on: the column of this file that names the row wanted; several where one alone does not.
        key: the columns of the other file that they are found in.
        latest: where several rows have one key, the column by whose date the last is taken; None for the first row.
    """

    file: str
    on: tuple[str, ...]
    key: tuple[str, ...]
    latest: str | None


@dataclass(frozen=True)
class ColumnsToRows:
    """A reshaping: each column whose name fits becomes a row of its own, where its cell is not empty.

    Args:
        headers: what the names look like, such as ``{from_on} {role}``: parts in braces are standard columns, ``{}``
            is anything.
        dates: how dates in the names are written, beside ISO.
        cells: the standard column that takes the cell.
    """

    headers: str
    dates: str | None
    cells: str


@dataclass(frozen=True)
class TableMap:
    """How one file makes rows of one table.

    Args:
        table: people, events or relationships.
        file: its file, or a pattern with ``*`` that any number of files fit; None for the standard names.
        sheet: its sheet in a workbook, or None.
        skip_rows: lines above the header.
        dates: how dates are written, beside ISO, or None.
        columns: standard name to theirs; several of theirs are put together in order.
        values: for a standard column, their value to ours; empty = missing.
        name: what tells it from another map of the same file and table.
        each: in XML, the path of the element that makes a row.
        fixed: for a standard column, the text it has in every row.
        leave_out: their column to the cells for which a row is left out, and counted as left out; empty = no cell.
        joins: files whose columns are brought to it, in order.
        columns_to_rows: how it is reshaped, or None.
        is_optional: whether the file may be missing.
        is_shipped: whether it is of a shipped map, whose layout may lack columns that are not required.
        is_one_file: whether what was given holds for one file only, so that a second that fits is an error.
        only_files: of the files that fit, only those that fit this pattern too; or None.
        mark: put before every record id, where files number their people alike; or None.
        toml: where it is declared, for messages.
    """

    table: str
    file: str | None = None
    sheet: str | None = None
    skip_rows: int = 0
    dates: str | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    name: str | None = None
    each: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
    columns_to_rows: ColumnsToRows | None = None
    is_optional: bool = False
    is_shipped: bool = False
    is_one_file: bool = False
    only_files: str | None = None
    mark: str | None = None
    toml: str = ""

    @property
    def events(self) -> frozenset[str] | None:
        """The events it can make; None where its rows say themselves which."""
        if "event" in self.fixed:
            return frozenset((self.fixed["event"],))
        return frozenset(self.values["event"].values()) - {""} if self.is_shipped and "event" in self.values else None

    @property
    def given(self) -> frozenset[str]:
        """Names of what must be given before it can be used."""
        return frozenset(name for text in self.fixed.values() for name in _GIVEN.findall(text))

    def with_given(self, given: Mapping[str, str]) -> TableMap:
        """The same map, with what was given in the places of its names."""
        fixed = {column: _GIVEN.sub(lambda found: given[found[1]], text) for column, text in self.fixed.items()}
        return replace(self, fixed=fixed)

    def label(self, file: str) -> str:
        """What its counts and messages call a file: its name, and which of its rows, where several maps read them."""
        part = ", ".join(filter(None, (self.sheet, self.each, self.name)))
        return f"{file} ({part})" if part else file


def read_table_maps(keys: Keys, events: Collection[str], *, is_shipped: bool = False) -> tuple[TableMap, ...]:
    """The maps of every table that a file of settings declares: ``[people]``, or ``[[people]]`` for several.

    Raises:
        ExtractError: a key is unknown or of the wrong kind, or two maps of one file cannot be told apart.
    """
    maps = [_table_map(each, table, events, is_shipped) for table in TABLES for each in keys.one_or_more(table)]
    seen: set[tuple[object, ...]] = set()
    for each in maps:
        one = (each.table, each.file, each.sheet, each.each, each.name)
        if one in seen:
            raise setting_problem(
                each.toml, "Found the same file read twice into one table.", "Give each its own `name` or `each`."
            )
        seen.add(one)
    return tuple(maps)


def _table_map(keys: Keys, table: str, events: Collection[str], is_shipped: bool) -> TableMap:
    known = {column.name: column for column in TABLES[table]}
    where = keys.where
    columns = keys.lists("columns")
    refuse_unknown(columns, known, f"{where}, columns")
    fixed = keys.texts("fixed")
    refuse_unknown(fixed, known, f"{where}, fixed")
    for name, text in fixed.items():
        codes = events if name == "event" else known[name].codes
        if (known[name].kind is Kind.CODE or name == "event") and not _GIVEN.search(text) and text not in codes:
            raise _no_standard_value(f"{where}, fixed, {name}", text, name, codes)
    made = TableMap(
        table=table,
        file=keys.text("file"),
        sheet=keys.text("sheet"),
        skip_rows=keys.whole("skip_rows") or 0,
        dates=_dates(keys),
        columns=columns,
        values=_values(keys, known, events),
        name=keys.text("name"),
        each=keys.text("each"),
        fixed=fixed,
        leave_out=keys.lists("leave_out"),
        joins=tuple(_join(each) for each in keys.one_or_more("join")),
        columns_to_rows=_columns_to_rows(keys, known),
        is_optional=keys.flag("optional"),
        is_shipped=is_shipped,
        toml=where,
    )
    keys.done()
    return made


def _values(keys: Keys, known: Mapping[str, Any], events: Collection[str]) -> dict[str, dict[str, str]]:
    table = keys.table("values")
    values: dict[str, dict[str, str]] = {}
    if table is None:
        return values
    for name, column in known.items():
        if mapped := table.texts(name):
            values[name] = mapped
            codes = events if name == "event" else column.codes
            for ours in mapped.values():
                if (column.kind is Kind.CODE or name == "event") and ours and ours not in codes:
                    raise _no_standard_value(f"{table.where}, {name}", ours, name, codes)
    table.done()
    return values


def _no_standard_value(where: str, found: str, name: str, codes: Collection[str]) -> Exception:
    return setting_problem(
        where,
        f"Found {found} on the right, which is no standard value of {name}.",
        "Write theirs = ours; ours is one of: " + ", ".join(sorted(codes)) + ".",
    )


def _join(keys: Keys) -> Join:
    on = keys.text_or_texts("on")
    key = keys.text_or_texts("key") or on
    if not on or len(on) != len(key):
        raise keys.wrong("on", "the column, or columns, that both files have, and as many in key as in on")
    join = Join(keys.need_text("file"), on, key, keys.text("latest"))
    keys.done()
    return join


def _columns_to_rows(keys: Keys, known: Mapping[str, Any]) -> ColumnsToRows | None:
    table = keys.table("columns_to_rows")
    if table is None:
        return None
    made = ColumnsToRows(table.need_text("headers"), _dates(table), table.need_text("cells"))
    table.done()
    parts = re.findall(r"\{(\w*)\}", made.headers)
    refuse_unknown([*filter(None, parts), made.cells], known, table.where)
    if not any(parts) or len(set(filter(None, parts))) != len([*filter(None, parts)]) or made.cells in parts:
        raise setting_problem(
            table.where,
            "Found headers that name no standard column, or one twice.",
            'Write what the columns\' names look like, such as headers = "{from_on} {role}".',
        )
    return made


def _dates(keys: Keys) -> str | None:
    dates = keys.text("dates")
    if dates is not None and not is_date_format(dates):
        raise keys.wrong("dates", "a form of date such as %d/%m/%Y, with one day, month and year")
    return dates


def is_date_format(form: str) -> bool:
    """Whether a form of date names one day, one month and one year, and nothing unknown."""
    if not _DIRECTIVES.fullmatch(form):
        return False
    held = sorted(part for part in re.findall(r"%.", form) if part not in ("%H", "%M", "%S", "%I", "%p", "%T"))
    days = [part for part in held if part in ("%d", "%e")]
    months = [part for part in held if part in ("%m", "%b", "%B")]
    years = [part for part in held if part in ("%Y", "%y")]
    return tuple(held) in _WHOLE_DATES or (len(days) == len(months) == len(years) == 1 and len(held) == 3)


def refuse_unknown(names: Collection[str], known: Collection[str], where: str) -> None:
    """Refuse names that are no standard column of the table.

    Raises:
        ExtractError: one is not.
    """
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise setting_problem(
            where,
            f"Found {', '.join(unknown)} on the left, which is no standard column.",
            "Write standard name = theirs; standard names are: " + ", ".join(known) + ".",
        )

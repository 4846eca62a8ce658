"""What a feed.toml says: whose the feed is, when, covering what, under which power, and how its columns are named."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from thinkfamily.engine.intake.columns import TABLES, Kind
from thinkfamily.engine.intake.problems import folder_problem, refusal, setting_problem
from thinkfamily.engine.intake.toml_file import Keys, read_toml

# What a date format may hold: a day, a month and a year, and perhaps a time that is not used.
_DIRECTIVES = re.compile(r"(?:%[dmYybBeHMSIpTjF]|[^%])+")
_WHOLE_DATES = (("%F",), ("%j", "%Y"))


@dataclass(frozen=True)
class TableMap:
    """How one table of a feed is to be read.

    Args:
        file: its file, or None for the standard names.
        sheet: its sheet in a workbook, or None.
        skip_rows: lines above the header.
        dates: how dates are written, beside ISO, or None.
        columns: standard name to theirs.
        values: for a standard column, their value to ours; empty = missing.
    """

    file: str | None
    sheet: str | None
    skip_rows: int
    dates: str | None
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class FeedFile:
    """The content of a feed.toml."""

    feed: str
    agency: str
    extract_on: date
    covers_from: date
    covers_until: date
    absence_means: str
    is_synthetic: bool
    covers_casework: bool
    purpose: str | None
    legal_power: str | None
    sharing_agreement: str | None
    dpia: str | None
    expires_on: date | None
    tables: Mapping[str, TableMap]


def read_feed_file(folder: Path, feed: str, events: Collection[str]) -> FeedFile:
    """Read and check a feed's feed.toml.

    Args:
        folder: the feed's folder.
        feed: its name.
        events: ids of the event vocabulary, which a value map may map to.

    Raises:
        ExtractError: it is missing or malformed, or a key is unknown, missing or of the wrong kind.
    """
    where = f"{feed}/feed.toml"
    path = folder / "feed.toml"
    if not path.is_file():
        raise folder_problem(
            where,
            "Found no feed.toml; every feed says whose it is, when it was taken and under which power.",
            "Write one; `thinkfamily map FILE` drafts it from a file's headers.",
        )
    keys = Keys(read_toml(path, where), where)
    tables = {table: _table_map(keys.table(table), table, events) for table in TABLES}
    feed_file = FeedFile(
        feed=feed,
        agency=keys.need_text("agency"),
        extract_on=keys.need_day("extract_on"),
        covers_from=keys.need_day("covers_from"),
        covers_until=keys.need_day("covers_until"),
        absence_means=keys.need_text("absence_means"),
        is_synthetic=keys.flag("synthetic"),
        covers_casework=keys.flag("covers_casework"),
        purpose=keys.text("purpose"),
        legal_power=keys.text("legal_power"),
        sharing_agreement=keys.text("sharing_agreement"),
        dpia=keys.text("dpia"),
        expires_on=keys.day("expires_on"),
        tables=tables,
    )
    keys.done()
    if feed_file.absence_means not in ("no", "unknown"):
        raise keys.wrong("absence_means", '"no" or "unknown"')
    if feed_file.covers_until <= feed_file.covers_from:
        raise setting_problem(where, "Found covers_until on or before covers_from.", "Correct the dates.")
    return feed_file


def refuse_unlawful(feeds: Collection[FeedFile], today: date) -> None:
    """Refuse real feeds that no power, purpose, agreement and impact assessment in date cover.

    Raises:
        PermissionRefusedError: naming every such feed and what each lacks.
    """
    lacking = {each.feed: _lacks(each, today) for each in feeds if not each.is_synthetic}
    lacking = {feed: lacks for feed, lacks in lacking.items() if lacks}
    if lacking:
        found = "; ".join(f"{feed}: {', '.join(lacks)}" for feed, lacks in sorted(lacking.items()))
        raise refusal(", ".join(sorted(lacking)), f"Found real feeds that may not be used. {found}.")


def _lacks(feed: FeedFile, today: date) -> list[str]:
    lacks = [
        f"no {name}"
        for name in ("purpose", "legal_power", "sharing_agreement", "dpia", "expires_on")
        if getattr(feed, name) is None
    ]
    if feed.expires_on is not None and feed.expires_on < today:
        lacks.append(f"expired on {feed.expires_on.isoformat()}")
    return lacks


def _table_map(keys: Keys | None, table: str, events: Collection[str]) -> TableMap:
    if keys is None:
        return TableMap(None, None, 0, None, {}, {})
    dates = keys.text("dates")
    if dates is not None and not is_date_format(dates):
        raise keys.wrong("dates", "a form of date such as %d/%m/%Y, with one day, month and year")
    columns = keys.texts("columns")
    known = {column.name: column for column in TABLES[table]}
    _refuse_unknown(columns, known, f"{keys.where}, columns")
    values_table = keys.table("values")
    values: dict[str, dict[str, str]] = {}
    if values_table is not None:
        for name, column in known.items():
            if mapped := values_table.texts(name):
                values[name] = mapped
                codes = events if name == "event" else column.codes
                for ours in mapped.values():
                    if (column.kind is Kind.CODE or name == "event") and ours and ours not in codes:
                        raise setting_problem(
                            f"{values_table.where}, {name}",
                            f"Found {ours} on the right, which is no standard value of {name}.",
                            "Write theirs = ours; ours is one of: " + ", ".join(sorted(codes)) + ".",
                        )
        values_table.done()
    mapping = TableMap(keys.text("file"), keys.text("sheet"), keys.whole("skip_rows") or 0, dates, columns, values)
    keys.done()
    return mapping


def is_date_format(form: str) -> bool:
    """Whether a form of date names one day, one month and one year, and nothing unknown."""
    if not _DIRECTIVES.fullmatch(form):
        return False
    held = sorted(part for part in re.findall(r"%.", form) if part not in ("%H", "%M", "%S", "%I", "%p", "%T"))
    days = [part for part in held if part in ("%d", "%e")]
    months = [part for part in held if part in ("%m", "%b", "%B")]
    years = [part for part in held if part in ("%Y", "%y")]
    return tuple(held) in _WHOLE_DATES or (len(days) == len(months) == len(years) == 1 and len(held) == 3)


def _refuse_unknown(names: Collection[str], known: Collection[str], where: str) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise setting_problem(
            where,
            f"Found {', '.join(unknown)} on the left, which is no standard column.",
            "Write standard name = theirs; standard names are: " + ", ".join(known) + ".",
        )

"""From text to values: trimmed, mapped, read as dates, numbers and codes. What cannot be read is never guessed.

For each column the values come out beside a mark of which could not be read, so that a value is ignored, or its row set
aside, by name and number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from thinkfamily.engine.intake import identifiers
from thinkfamily.engine.intake.column_map import ANY_OTHER
from thinkfamily.engine.intake.columns import Column, Kind

# Longer text is no name, address or code: a file pasted into a cell, or an attack.
LONGEST_TEXT = 10_000
BAD = "bad_"

_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
_NUMBER = r"^[+-]?(?:£\s?)?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$"
_EXCEL_ERRORS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")
_PLAIN_NO = ("no", "n", "none", "nil", "false", "0")
_YEARS = (1850, 2150)


def cleaned(
    raw: pl.DataFrame,
    columns: Sequence[Column],
    positions: Mapping[str, int | str],
    values: Mapping[str, Mapping[str, str]],
    dates: str | None,
) -> pl.DataFrame:
    """One row per row read: ``row``, every standard column as a value or null, and a mark ``bad_<column>`` for each
    column in which something could not be read.

    Args:
        raw: ``row`` and text columns named by position.
        columns: the table's standard columns.
        positions: where each is; a column that is not there is null.
        values: their value to ours, by standard column; ``*`` stands for every value that is not listed.
        dates: how dates are written, beside ISO.
    """
    frame = raw.select("row")
    held = {}
    for column in columns:
        if column.name not in positions:
            continue
        series = _trimmed(raw.get_column(str(positions[column.name])), values.get(column.name, {}))
        read = _read(series, column, dates)
        held[column.name] = read
        unread = series.is_not_null() & read.is_null()
        if unread.any():
            for part, value in column.in_doubt:
                text = series.str.to_lowercase()
                doubtful = unread & ~text.is_in(_PLAIN_NO) & text.str.contains(part, literal=True)
                stands = pl.Series([value]).new_from_index(0, len(read))
                held[column.name] = _first(held[column.name], _where(doubtful, stands))
            held[BAD + column.name] = unread
    return frame.with_columns(
        **{c.name: held.get(c.name, pl.lit(None, dtype=_DTYPES.get(c.kind, pl.String))) for c in columns},
        **{name: mark for name, mark in held.items() if name.startswith(BAD)},
    )


_DTYPES = {Kind.DAY: pl.Date, Kind.NUMBER: pl.Float64}


def _trimmed(series: pl.Series, mapped: Mapping[str, str]) -> pl.Series:
    text = series.str.strip_chars()
    text = _where(text != "", text)
    if ANY_OTHER in mapped:
        listed = {theirs: ours for theirs, ours in mapped.items() if theirs != ANY_OTHER}
        other = pl.select(pl.when(text.is_not_null()).then(pl.lit(mapped[ANY_OTHER]))).to_series()
        text = text.replace_strict(listed, default=other, return_dtype=pl.String)
        text = _where(text != "", text)
    elif mapped:
        text = text.replace(dict(mapped))
        text = _where(text != "", text)
    return text


def _read(text: pl.Series, column: Column, dates: str | None) -> pl.Series:
    if column.kind is Kind.DAY:
        return as_days(text, dates)
    if column.kind is Kind.NUMBER:
        return _as_numbers(text)
    if column.kind is Kind.CODE:
        return _where(text.is_in(column.codes), text)
    if column.kind is Kind.TEXT:
        return _readable(text)
    check = {Kind.NHS_NUMBER: identifiers.nhs_number, Kind.UPN: identifiers.upn, Kind.NINO: identifiers.nino}
    if text.null_count() == len(text):
        return text
    return pl.select(check[column.kind](pl.lit(text))).to_series()


def as_days(text: pl.Series, dates: str | None) -> pl.Series:
    """Text as dates: ISO always, and the stated form; a year outside 1850 to 2149 is no date."""
    if text.null_count() == len(text):
        return text.cast(pl.Date)
    days = text.str.to_date("%Y-%m-%d", strict=False)
    unread = text.is_not_null() & days.is_null()
    # The parser takes 2024-1-2 and a sign before the year; ISO does neither, and nothing is guessed.
    if not (text.str.len_bytes() == 10).all():
        days = _where(text.str.contains(_ISO), days)
        unread = text.is_not_null() & days.is_null()
    if unread.any():
        stamped = _where(unread & text.str.contains(_ISO), text).str.slice(0, 10)
        days = _first(days, stamped.str.to_date("%Y-%m-%d", strict=False))
        if dates is not None:
            days = _first(days, _where(unread, text).str.to_date(dates, strict=False))
    return _where(days.dt.year().is_between(*_YEARS, closed="left"), days)


def _as_numbers(text: pl.Series) -> pl.Series:
    if text.null_count() == len(text):
        return text.cast(pl.Float64)
    numbers = text.cast(pl.Float64, strict=False)
    unread = text.is_not_null() & numbers.is_null()
    if unread.any():
        money = _where(unread & text.str.contains(_NUMBER), text).str.replace_all(r"[£,\s]", "")
        numbers = _first(numbers, money.cast(pl.Float64, strict=False))
    return _where(numbers.is_finite(), numbers)


def _readable(text: pl.Series) -> pl.Series:
    """Text that a person could have written: not overlong, no control character, no error of a spreadsheet."""
    if (text.str.len_bytes() > LONGEST_TEXT).any():
        text = _where(text.str.len_chars() <= LONGEST_TEXT, text)
    if text.str.contains("\x00", literal=True).any():
        text = _where(~text.str.contains("\x00", literal=True), text)
    errors = text.str.starts_with("#")
    return _where(~text.is_in(_EXCEL_ERRORS), text) if errors.any() else text


def _where(condition: pl.Series, kept: pl.Series) -> pl.Series:
    return pl.select(pl.when(condition).then(kept)).to_series().alias(kept.name)


def _first(one: pl.Series, other: pl.Series) -> pl.Series:
    return pl.select(pl.coalesce(one, other)).to_series().alias(one.name)

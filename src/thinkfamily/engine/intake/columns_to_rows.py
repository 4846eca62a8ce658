"""Turning columns into rows: one column a session, a month or a term becomes one row for each cell that is filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from thinkfamily.engine.intake.clean import as_days
from thinkfamily.engine.intake.column_map import ColumnsToRows, TableMap
from thinkfamily.engine.intake.columns import TABLES, Kind
from thinkfamily.engine.intake.problems import header_problem

# The name of the file's column that a row was made of; the cell it was made of.
THEIR_COLUMN = "their_column"
CELL = "cell"
# Rows of the file that are reshaped at once: with a year of sessions, 380,000 marks.
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Fitting:
    """The columns of a file that become rows.

    Args:
        positions: where they are.
        meaning: one row per such column: ``position`` as text, its name, and the standard columns that its name tells.
    """

    positions: list[int]
    meaning: pl.DataFrame

    @property
    def told(self) -> list[str]:
        """Standard columns that the names tell."""
        return [name for name in self.meaning.columns if name not in ("position", THEIR_COLUMN)]


def fitting_columns(header: Sequence[str], stated: TableMap, where: str) -> Fitting:
    """The columns whose names fit, and what each name tells.

    Raises:
        ExtractError: none fits, two mean the same, or a date in one cannot be read.
    """
    reshaping = stated.columns_to_rows
    assert reshaping is not None
    pattern, names = _pattern(reshaping)
    found = [(at, fits) for at, name in enumerate(header) if (fits := pattern.fullmatch(name))]
    meaning = pl.DataFrame(
        {
            "position": [str(at) for at, _ in found],
            THEIR_COLUMN: [header[at] for at, _ in found],
            **{name: [fits[name] for _, fits in found] for name in names},
        },
        schema=dict.fromkeys(("position", THEIR_COLUMN, *names), pl.String),
    )
    for column in TABLES[stated.table]:
        if column.name in names and column.kind is Kind.DAY:
            days = as_days(meaning.get_column(column.name), reshaping.dates)
            # A name whose date is no date in that form is no such column.
            meaning = meaning.with_columns(days.cast(pl.String).alias(column.name)).filter(days.is_not_null())
    if meaning.is_empty():
        raise header_problem(
            where,
            f"Found {len(header)} columns, none named like {reshaping.headers}"
            + (f" with dates like {reshaping.dates}." if reshaping.dates else " with ISO dates."),
            f"Correct headers and dates in {stated.toml}, columns_to_rows.",
        )
    if meaning.select(pl.struct(names).is_duplicated().any()).item():
        raise header_problem(
            where,
            f"Found two columns that mean the same: their names differ only where {reshaping.headers} tells nothing.",
            f"Let headers in {stated.toml}, columns_to_rows, name what tells them apart.",
        )
    return Fitting([int(at) for at in meaning["position"]], meaning)


def reshaped(raw: pl.DataFrame, ids: Sequence[str], fitting: Fitting) -> Iterator[pl.DataFrame]:
    """Rows of filled cells, a thousand rows of the file at a time: the file's other columns, what the column's name
    tells, ``cell`` and ``their_column``. A row without a filled cell comes once, with none of these.

    Args:
        raw: ``row`` and text columns named by position.
        ids: the columns that name the person; rows of one person that are apart in the file come together, last.
        fitting: the columns that become rows.
    """
    wide = [str(at) for at in fitting.positions]
    kept = [name for name in raw.columns if name not in wide or name in ids]
    places = fitting.meaning.with_row_index("place")
    for piece in _pieces(raw, ids):
        filled = (
            piece.select("row", *wide)
            .unpivot(wide, index="row", variable_name="position", value_name=CELL)
            .with_columns(pl.col(CELL).str.strip_chars())
            .filter(pl.col(CELL).is_not_null() & (pl.col(CELL) != ""))
            .join(places, on="position", how="left")
            .sort("row", "place")
            .drop("position", "place")
        )
        yield piece.select(kept).join(filled, on="row", how="left", maintain_order="left_right")


def _pieces(raw: pl.DataFrame, ids: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Pieces of a table in its order, except that no person's rows are in two: what is identical is found within one."""
    person = pl.struct(pl.col(name).str.strip_chars().fill_null("") for name in ids)
    is_named = pl.any_horizontal(pl.col(name).str.strip_chars().fill_null("") != "" for name in ids)
    again = raw.select(person.is_duplicated() & is_named).to_series()
    once = raw.filter(~again)
    for at in range(0, once.height, _AT_ONCE):
        yield once.slice(at, _AT_ONCE)
    if again.any():
        together = raw.filter(again).sort(person, "row").with_row_index("at").with_columns(who=person.rle_id())
        piece = pl.col("at").min().over("who") // _AT_ONCE
        for each in together.with_columns(piece=piece).partition_by("piece", maintain_order=True):
            yield each.drop("at", "who", "piece")


def _pattern(reshaping: ColumnsToRows) -> tuple[re.Pattern[str], list[str]]:
    """What a column's name must look like, and the standard columns in it. No part can make matching slow."""
    names: list[str] = []
    word, text = r"[\w/.:,-]{1,20}", ""
    for part in re.split(r"(\{\w*\}|\s+)", reshaping.headers):
        if part.isspace():
            text += r"\s+"
        elif part == "{}":
            text += r"[^\s]{1,20}"
        elif part.startswith("{"):
            names.append(part[1:-1])
            words = (reshaping.dates or "").count(" ") if names[-1] in ("from_on", "until_on") else 0
            text += rf"(?P<{names[-1]}>{word}(?:\s{word}){{{words}}})"
        else:
            text += re.escape(part)
    return re.compile(text), names

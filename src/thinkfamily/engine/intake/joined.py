"""Bringing columns of one file to the rows of another, with every row of both accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from thinkfamily.engine.intake.clean import as_days
from thinkfamily.engine.intake.column_map import Join, TableMap
from thinkfamily.engine.intake.problems import header_problem
from thinkfamily.engine.intake.raw_table import RawRows
from thinkfamily.engine.intake.read_table import FeedFolder

UNUSED = {
    "unknown_record": "No row has the key that this row is for.",
    "not_latest": "Another row of the same key is the latest, or comes first.",
    "bad_row": "The row does not fit under the header: it has more filled fields than columns, or the file is cut off in it.",
}  # fmt: skip


@dataclass
class JoinedFile:
    """A file that rows are joined to: its columns, its rows, and which of them were used, over all maps that read it.

    Args:
        file: its name.
        about: how it was read.
        header: its columns.
        rows: its rows, every column as text by position.
        codes: one row per row and use: why it was not used, or null.
    """

    file: str
    about: str
    header: list[str]
    rows: RawRows
    codes: list[pl.DataFrame] = field(default_factory=list)

    def unused(self) -> pl.DataFrame:
        """One row per row that nothing used: row, code."""
        if not self.codes:
            return self.rows.frame.select("row", code=pl.lit("unknown_record"))
        known = pl.concat(self.codes).group_by("row").agg(pl.col("code").min(), used=pl.col("code").is_null().any())
        return known.filter(~pl.col("used")).select("row", "code").sort("row")


class JoinedFiles:
    """The files joined to while one table of one feed is read; each is opened once."""

    def __init__(self, folder: FeedFolder) -> None:
        self._folder = folder
        self.opened: dict[str, JoinedFile] = {}

    def find(self, join: Join, stated: TableMap) -> JoinedFile | None:
        """The file a join means; None where a shipped map's layout lacks it."""
        name = self._folder.one_fitting(join.file, stated)
        if name is None:
            return None
        if name not in self.opened:
            raw = self._folder.open(name, None, 0)
            self.opened[name] = JoinedFile(name, raw.about, raw.header, raw.rows(range(len(raw.header))))
        return self.opened[name]


def bring(
    frame: pl.DataFrame, on: Sequence[str], joined: JoinedFile, join: Join, dates: str | None, start: int, where: str
) -> pl.DataFrame:
    """The same rows in the same order, with the other file's columns at positions from ``start``.

    Args:
        frame: ``row`` and text columns named by position.
        on: the positions of the columns that name the row wanted.
        joined: the other file.
        join: how.
        dates: how dates are written, beside ISO.
        start: the position of its first column.
        where: the other file, for messages.

    Raises:
        ExtractError: the other file lacks the key or the date that decides.
    """
    for name in (*join.key, join.latest):
        if name is not None and joined.header.count(name) != 1:
            raise header_problem(
                where, f"Found no column {name}, or two.", "Check that it is the file that the map means."
            )
    other = joined.rows.frame.with_columns(key=_key([str(joined.header.index(name)) for name in join.key]))
    frame = frame.with_columns(key=_key(on))
    if join.latest is not None:
        text = other.get_column(str(joined.header.index(join.latest))).str.strip_chars()
        other = other.with_columns(day=as_days(text.replace("", None), dates))
    else:
        other = other.with_columns(day=pl.lit(None, pl.Date))
    misshapen = pl.col("row").is_in(list(joined.rows.misshapen))
    held = other.filter(pl.col("key").is_not_null() & ~misshapen)
    best = held.sort("day", "row", descending=[True, False], nulls_last=True).unique("key", keep="first")
    wanted = frame.get_column("key").unique().drop_nulls()
    is_wanted = pl.col("key").is_in(wanted.implode()).fill_null(False)
    is_best = pl.col("row").is_in(best["row"].implode())
    code = (
        pl.when(misshapen)
        .then(pl.lit("bad_row"))
        .when(~is_wanted)
        .then(pl.lit("unknown_record"))
        .when(~is_best)
        .then(pl.lit("not_latest"))
    )
    joined.codes.append(other.select("row", code=code))
    columns = {str(at): str(start + at) for at in range(len(joined.header))}
    brought = best.select("key", *(pl.col(theirs).alias(ours) for theirs, ours in columns.items()))
    return frame.join(brought, on="key", how="left", maintain_order="left").drop("key")


def _key(positions: Sequence[str]) -> pl.Expr:
    """The texts of some columns as one; null where one is empty."""
    texts = [pl.col(name).str.strip_chars().replace("", None) for name in positions]
    return pl.concat_str(texts, separator="\x1f", ignore_nulls=False)

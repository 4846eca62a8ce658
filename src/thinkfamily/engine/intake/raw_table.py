"""What every reader of a file gives: its header, and its rows as text by position of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl


@dataclass(frozen=True)
class RawRows:
    """Rows under the header, as text.

    Args:
        frame: column ``row`` (from 1) and one text column per wanted position, named by it.
        misshapen: rows that cannot be laid out under the header: more fields than columns, or cut off.
        padded: how many rows had fewer fields than the header; the missing ones are read as empty.
    """

    frame: pl.DataFrame
    misshapen: Sequence[int] = field(default=())
    padded: int = 0


class RawTable(Protocol):
    """A file opened far enough to know its header."""

    @property
    def header(self) -> list[str]:
        """Names of the columns in order, trimmed; empty where a column has none."""

    @property
    def about(self) -> str:
        """How it was read, for a human: format, encoding, delimiter."""

    def rows(self, positions: Sequence[int]) -> RawRows:
        """The rows in the file's order, of the wanted columns only."""

"""Where the rows of a delimited file are and how many fields each has, without making a string of any.

A parser pads short rows and cuts long ones without a word; this pass over the bytes is what notices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_BLOCK = 8 << 20


@dataclass(frozen=True)
class Shape:
    """The rows of a delimited file's body, blank lines among them.

    Args:
        fields: number of fields, one per line or quoted group of lines.
        blank: whether there is nothing in it.
        ends_cleanly: the last row ends with a newline.
        is_plain: every quotation mark opens, closes or doubles inside a quoted field, as the common form has it.
        is_open: the last quotation mark opens a field that never closes.
    """

    fields: np.ndarray
    blank: np.ndarray
    ends_cleanly: bool
    is_plain: bool
    is_open: bool


def shape_of(data: bytes, start: int, delimiter: str) -> Shape:
    """Count rows and fields from a byte on.

    Args:
        data: the file, in UTF-8 or any encoding that keeps the ASCII characters.
        start: where the first row under the header begins.
        delimiter: one ASCII character.
    """
    separator = ord(delimiter)
    has_quotes = data.find(b'"', start) >= 0
    fields: list[np.ndarray] = []
    blank: list[np.ndarray] = []
    carried, parity, last_end, is_plain = 0, 0, start - 1, True
    whole = np.frombuffer(data, np.uint8)
    for at in range(start, len(data), _BLOCK):
        block = whole[at : at + _BLOCK]
        separators = block == separator
        newlines = block == _NEWLINE
        if has_quotes:
            quotes = block == _QUOTE
            inside = ((np.cumsum(quotes, dtype=np.int64) + parity) & 1).astype(bool)
            is_plain = is_plain and _is_plain(whole, at, start, np.flatnonzero(quotes), inside, separator)
            parity = int(inside[-1])
            separators &= ~inside
            newlines &= ~inside
        ends = np.flatnonzero(newlines)
        counts = np.cumsum(separators, dtype=np.int64)
        if len(ends):
            fields.append(np.diff(counts[ends], prepend=-carried) + 1)
            before = np.concatenate(([last_end], ends[:-1] + at))
            width = ends + at - before - 1
            only_return = (width == 1) & (whole[np.maximum(ends + at - 1, 0)] == _RETURN)
            blank.append((width == 0) | only_return)
            carried, last_end = int(counts[-1] - counts[ends[-1]]), int(ends[-1] + at)
        else:
            carried += int(counts[-1])
    ends_cleanly = last_end == len(data) - 1
    if not ends_cleanly:
        fields.append(np.array([carried + 1]))
        blank.append(np.array([False]))
    empty = np.array([], dtype=np.int64)
    return Shape(
        np.concatenate(fields or [empty]),
        np.concatenate(blank or [empty.astype(bool)]),
        ends_cleanly,
        is_plain,
        bool(parity),
    )


def _is_plain(whole: np.ndarray, at: int, start: int, quotes: np.ndarray, inside: np.ndarray, separator: int) -> bool:
    """Whether quotes open only after a delimiter or newline and close only before one, doubled ones apart."""
    if not len(quotes):
        return True
    opening = inside[quotes]
    places = quotes + at
    opens, closes = places[opening], places[~opening]
    before = whole[np.maximum(opens - 1, 0)]
    after = whole[np.minimum(closes + 1, len(whole) - 1)]
    good_open = (opens == start) | np.isin(before, (separator, _NEWLINE, _QUOTE))
    good_close = (closes == len(whole) - 1) | np.isin(after, (separator, _NEWLINE, _RETURN, _QUOTE))
    return bool(good_open.all() and good_close.all())

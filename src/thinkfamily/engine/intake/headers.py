"""Names of columns: which of theirs is which of ours, and the likeliest of each where nothing says so.

A file without a header would show a person's values where names of columns are expected. So names are only printed when
the first row looks like a header, and of its cells those alone that can be nothing but the name of a column.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from thinkfamily.engine.intake.column_names import OTHER_NAMES, comparable, is_column_name, is_known
from thinkfamily.engine.intake.columns import Column
from thinkfamily.engine.intake.problems import header_problem

_LIKE_A_VALUE = re.compile(
    r"@|\d{3,}|^\d|^[A-Z]{1,2}\d[A-Z\d]?\s*\d?[A-Z]{0,2}$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", re.IGNORECASE
)
_CLOSE = 0.72


def resolve(
    header: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str], where: str, toml: str
) -> dict[str, int]:
    """Position of each standard column that the file has.

    Args:
        header: the file's names, in order.
        columns: the table's standard columns.
        mapping: standard name to theirs, from feed.toml.
        where: the file, for messages.
        toml: the part of feed.toml that maps it, for messages.

    Raises:
        ExtractError: a mapped or required column is missing, or a wanted name is there twice.
    """
    wanted = {column.name: mapping.get(column.name, column.name) for column in columns}
    positions: dict[str, int] = {}
    missing: list[str] = []
    for column in columns:
        name = wanted[column.name]
        places = [at for at, theirs in enumerate(header) if theirs == name]
        if len(places) > 1:
            numbers = " and ".join(str(at + 1) for at in places)
            raise header_problem(
                where,
                f"Found two columns of one name, {name}, at {numbers}." if len(places) == 2
                else f"Found {len(places)} columns of one name, {name}, at {numbers}.",
                "Ask the agency which one is meant, and have the other named otherwise.",
            )  # fmt: skip
        if places:
            positions[column.name] = places[0]
        elif column.is_required or column.name in mapping:
            missing.append(column.name)
    if missing:
        raise _unmapped(header, columns, mapping, missing, where, toml)
    return positions


def likeliest(name: str, header: Sequence[str]) -> str | None:
    """The name in a header that most likely means a standard column; None where none is near."""
    found = best_of(name, header)
    return header[found[0]] if found else None


def best_of(name: str, header: Sequence[str]) -> tuple[int, float] | None:
    """Position of the likeliest column of a standard name, and how near it is, from 0 to 1."""
    known = [comparable(name), *OTHER_NAMES.get(name, ())]
    best: tuple[int, float] | None = None
    for at, theirs in enumerate(header):
        if not theirs or looks_like_value(theirs):
            continue
        ours = comparable(theirs)
        near = max(difflib.SequenceMatcher(None, ours, each).ratio() for each in known)
        if near >= _CLOSE and (best is None or near > best[1]):
            best = (at, near)
    return best


def looks_like_value(cell: str) -> bool:
    """Whether a cell of the first row looks like what a person's row would hold."""
    return len(cell) > 60 or bool(_LIKE_A_VALUE.search(cell))


def recognised(header: Sequence[str]) -> int:
    """How many cells of a line are known names of columns."""
    return sum(is_known(cell) for cell in header if cell)


def is_likely_header(header: Sequence[str]) -> bool:
    """Whether a first row holds names of columns: some are known ones, and few look like values."""
    filled = [cell for cell in header if cell]
    names = recognised(filled)
    values = sum(looks_like_value(cell) for cell in filled)
    return names >= min(2, len(filled)) and names * 4 >= len(filled) and values * 3 <= len(filled)


def shown(header: Sequence[str]) -> str:
    """Names of columns for a message; those that may be values are only counted."""
    if not is_likely_header(header):
        return (
            f"{len(header)} columns, whose names are not printed: hardly one is known, and the first row may be a "
            "person's (is there a header? is skip_rows right?)"
        )
    named = [cell for cell in header if is_column_name(cell)]
    hidden = sum(bool(cell) for cell in header) - len(named)
    more = f"{hidden} more, not printed because" if named else f"{hidden}, none printed because each"
    return ", ".join(named) + (f"{' and ' if named else ''}{more} they may be a person's values" if hidden else "")


def _unmapped(
    header: Sequence[str],
    columns: Sequence[Column],
    mapping: Mapping[str, str],
    missing: Sequence[str],
    where: str,
    toml: str,
) -> Exception:
    used = {mapping.get(column.name, column.name) for column in columns}
    free = [name for name in header if name not in used and is_column_name(name)] if is_likely_header(header) else []
    lines = []
    for name in missing:
        said = f" (mapped to {mapping[name]})" if name in mapping else ""
        near = likeliest(name, free)
        lines.append(f"{name}{said}: likeliest {near}" if near else f"{name}{said}: nothing like it")
    likely = [
        f'{column.name} = "{near}"'
        for column in columns
        if column.name not in mapping and column.name not in header and (near := likeliest(column.name, free))
    ]
    return header_problem(
        where,
        f"Found columns: {shown(header)}. Missing: {'; '.join(lines)}.",
        f"Map theirs to ours in {toml}, for example: {', '.join(likely)}."
        if likely
        else f"Map theirs to ours in {toml}, or check skip_rows; `thinkfamily map FILE` drafts it.",
    )

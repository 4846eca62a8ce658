"""thinkfamily map: draft a feed.toml from a file's headers, or show the maps that come with the program."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.engine.intake import ShippedMap, draft_feed_file, load_map, map_names, map_text

_WIDTH = 100


class Tables(StrEnum):
    """The tables a file can hold."""

    PEOPLE = "people"
    EVENTS = "events"
    RELATIONSHIPS = "relationships"


def map(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A file an agency handed over: CSV, Parquet or Excel.", exists=True, dir_okay=False, show_default=False
        ),
    ] = None,
    table: Annotated[
        Tables | None, typer.Option(help="What it holds. Default: told from the headers.", show_default=False)
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(help="Sheet of a workbook. Default: each that looks like a table.", show_default=False),
    ] = None,
    skip_rows: Annotated[
        int | None,
        typer.Option(min=0, help="Lines above the header. Default: the header is looked for.", show_default=False),
    ] = None,
    show_list: Annotated[
        bool, typer.Option("--list", help="Tell of the maps that come with the program: what each carries, and cannot.")
    ] = False,
    show: Annotated[
        str | None, typer.Option(help="Print one of them, to copy into a feed.toml and change.", show_default=False)
    ] = None,
) -> None:
    """Draft a feed.toml: which of the file's columns is which, how its dates are written, which codes it uses.

    A human corrects it: each guess says in a comment what it rests on, and what cannot be told is left open. Of the
    cells, only the codes of coded columns (sex, event, role, …) are shown, never a person's values.

    For files in a published layout (a census, the Standard Safeguarding Dataset) a map comes with the program, and one
    line of feed.toml names it: --list tells of them.

    Example:  thinkfamily map "Nominal export.xlsx" > extracts/police/feed.toml
    """
    if show_list + (show is not None) + (file is not None) != 1:
        raise typer.BadParameter("give a file, or --list, or --show with the name of a map: one of the three")
    if show_list:
        typer.echo("\n\n".join(_told(load_map(name)) for name in map_names()))
    elif show is not None:
        if show not in map_names():
            raise typer.BadParameter(f"{show} is none of {', '.join(map_names())}", param_hint="--show")
        typer.echo(map_text(show), nl=False)
    else:
        assert file is not None
        typer.echo(draft_feed_file(file, table.value if table else None, sheet, skip_rows), nl=False)


def _told(shipped: ShippedMap) -> str:
    """A map in words, for a screen."""
    lines = [f"{shipped.name}: {shipped.title}", f"  for the feed {shipped.feed}", *_wrapped(shipped.layout)]
    if shipped.given:
        lines.append("  needs, under [[map]] with its name:")
        lines += _items([f"{name}: {means}" for name, means in shipped.given.items()])
    lines += ["  carries:", *_items(shipped.carries), "  cannot carry:", *_items(shipped.cannot_carry)]
    if not shipped.is_verified or shipped.unverified:
        lines += ["  not verified:", *_items(shipped.unverified)]
    return "\n".join(lines)


def _items(texts: Sequence[str]) -> list[str]:
    return [
        line
        for text in texts
        for line in textwrap.wrap(text, _WIDTH, initial_indent="    - ", subsequent_indent="      ")
    ]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")

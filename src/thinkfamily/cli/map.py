"""thinkfamily map: draft a feed.toml from a file's headers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.engine.intake import draft_feed_file


class Tables(StrEnum):
    """The tables a file can hold."""

    PEOPLE = "people"
    EVENTS = "events"
    RELATIONSHIPS = "relationships"


def map(
    file: Annotated[
        Path,
        typer.Argument(
            help="A file an agency handed over: CSV, Parquet or Excel.", exists=True, dir_okay=False, show_default=False
        ),
    ],
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
) -> None:
    """Draft a feed.toml: which of the file's columns is which, how its dates are written, which codes it uses.

    A human corrects it: each guess says in a comment what it rests on, and what cannot be told is left open. Of the
    cells, only the codes of coded columns (sex, event, role, …) are shown, never a person's values.

    Example:  thinkfamily map "Nominal export.xlsx" > extracts/police/feed.toml
    """
    typer.echo(draft_feed_file(file, table.value if table else None, sheet, skip_rows), nl=False)

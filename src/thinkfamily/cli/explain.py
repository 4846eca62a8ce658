"""thinkfamily explain: why one family is on the proposed list, or not."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from thinkfamily.cli.console import output
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine.explain import explain as explain_family
from thinkfamily.engine.explain.account import INVENTED, Account, Rows, Words
from thinkfamily.engine.page import written
from thinkfamily.engine.run_folder import open_run

_AMOUNTS = ("Pounds", "Services", "Transfers", "How many", "Times")


def explain(
    run: Annotated[Path, typer.Argument(help="A finished run folder.", show_default=False)],
    family: Annotated[
        str, typer.Argument(help="A family_id, from the run's table cohort.", metavar="FAMILY", show_default=False)
    ],
    html: Annotated[
        Path | None, typer.Option(help="Write a page that stands alone, in place of printing.", show_default=False)
    ] = None,
) -> None:
    """Explain one family's place: who is in it, what is met and on which events, what is unknown, and every pound.

    Nobody is named: the page says *Child 1, aged 7*. Opening a real run is logged in the run's folder.

    Example:  thinkfamily explain run F000123 --html family.html
    """
    opened = open_run(run, "explain")
    account = explain_family(opened, family)
    if html is None:
        show(account)
        return
    try:
        # An account of a real family is for its operator's eyes alone, from its first byte.
        mode = 0o644 if account.is_invented else 0o600
        with os.fdopen(os.open(html, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
            file.write(account.html())
    except OSError as error:
        raise RunFolderError(
            "TF-EXPLAIN-002",
            str(html),
            found=f"Found that the page cannot be written: {error.strerror}.",
            means="The family was not explained.",
            do="Name a file in a folder that you may write to.",
        ) from None
    output.print(f"Written to {html}", highlight=False)


def show(account: Account) -> None:
    """Print an account."""
    output.print(Text(account.title, style="bold"))
    output.print(Text(account.lead))
    if account.is_invented:
        output.print(Text(INVENTED, style="italic"))
    for section in account.sections:
        output.print()
        output.print(Text(section.title, style="bold underline"))
        for part in section.parts:
            output.print(Text(part.text) if isinstance(part, Words) else table_of(part))
    output.print()
    output.print(Text(account.footer, style="dim"))


def table_of(part: Rows) -> Table:
    """A table for a screen 80 characters wide: nothing is cut off, and numbers, money and days stay on one line."""
    table = Table(
        title=Text(part.caption), title_justify="left", title_style="italic", box=box.SIMPLE, padding=(0, 1, 0, 0)
    )
    for at, name in enumerate(part.columns):
        is_amount = name in _AMOUNTS
        is_short = is_amount or any(isinstance(row[at], date) for row in part.rows)
        table.add_column(name, justify="right" if is_amount else "left", no_wrap=is_short, overflow="fold")
    for row in part.rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


def _cell(value: object) -> str:
    """As on a page, but with short days: 30 Sep 2026."""
    return f"{value.day} {value:%b %Y}" if isinstance(value, date) else written(value)

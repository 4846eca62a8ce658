"""``thinkfamily synth``: an invented borough with known truth."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from thinkfamily.cli.console import Bars, output
from thinkfamily.core.errors import RunFolderError


class Style(StrEnum):
    """The state in which the extracts arrive."""

    STANDARD = "standard"
    MESSY = "messy"


def synth(
    out: Annotated[Path, typer.Argument(help="Folder to write extracts/ and truth/ into; new or empty.")],
    families: Annotated[
        int,
        typer.Option(
            min=50,
            max=60_000,
            help="Families with children. 18000 is Westminster (250,000 residents, two thirds of a million records).",
        ),
    ] = 18_000,
    seed: Annotated[
        int, typer.Option(min=0, help="Another seed is another borough; the same seed, the same bytes.")
    ] = 1,
    as_at: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day the extracts were taken.")] = datetime(
        2026, 9, 30
    ),
    style: Annotated[
        Style, typer.Option(help="messy: as such files really arrive, with rows that must be set aside.")
    ] = Style.STANDARD,
    layout: Annotated[
        list[str] | None,
        typer.Option(
            help="Write a feed as a real one comes: a name of `thinkfamily map --list`. Can be given more than once, for "
            "different feeds.",
            show_default=False,
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bars.")] = False,
) -> None:
    """Invent a borough: what fourteen agencies would hand over, and the truth to judge results by.

    Nothing in it is real, by construction: identifiers come from ranges that were never issued or are kept for fiction,
    and no outward postcode exists.

    Example:  thinkfamily synth borough --families 2000 --seed 7
    """
    from thinkfamily.synthetic.borough import write_borough  # polars and numpy load only when they are needed

    layouts = _layouts(layout or [])
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RunFolderError(
            "TF-SYNTH-001",
            str(out),
            found="Found something there already; expected a new or an empty folder.",
            means="Nothing was written: two boroughs in one folder would have one another's truth.",
            do="Name another folder, or remove this one.",
        )
    with Bars(quiet=quiet) as bars:
        summary = write_borough(
            out, families=families, seed=seed, as_at=as_at.date(), style=style.value, layouts=layouts, progress=bars
        )
    table = Table("", "", show_header=False, title=f"An invented borough in {out}")
    for name in (
        "families",
        "residents",
        "children_under_18",
        "records",
        "events",
        "relationships",
        "rows_to_set_aside",
    ):
        table.add_row(name.replace("_", " "), f"{summary[name]:,}")
    output.print(table)
    output.print(
        f"Try next:  thinkfamily identify {out / 'extracts'} --programme westminster_3_percent"
        f" --as-at {as_at.date()} --out {out / 'run'}",
        highlight=False,
    )


def _layouts(names: list[str]) -> list[str]:
    """The names, which must be of layouts, each of another feed."""
    from thinkfamily.synthetic.layouts import LAYOUTS

    if unknown := sorted(set(names) - set(LAYOUTS)):
        raise typer.BadParameter(f"{', '.join(unknown)} is none of {', '.join(LAYOUTS)}", param_hint="--layout")
    feeds = [LAYOUTS[name][0] for name in names]
    if len(set(feeds)) < len(feeds):
        raise typer.BadParameter("two of them are of one feed", param_hint="--layout")
    return names

"""thinkfamily identify: from extracts to families, their needs and cost, and the proposed list."""

from __future__ import annotations

import re
import shlex
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.handover import default_key
from thinkfamily.cli.summary import show_summary
from thinkfamily.engine.handles import HANDLES_FILE, handles_file, read_handles
from thinkfamily.engine.pipeline import Resources
from thinkfamily.engine.pipeline import identify as run_pipeline
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Engine
from thinkfamily.packets import load_or_make_key, read_public_key


def _near(as_at: datetime) -> datetime:
    """Dates of another age would carry the windows that are counted back and on from them out of the calendar."""
    if not 1900 <= as_at.year <= 2199:
        raise typer.BadParameter("expected a year from 1900 to 2199")
    return as_at


def _size(memory: str) -> str:
    if not re.fullmatch(r"[1-9]\d{0,5}(\.\d+)? ?[KMGT]i?B", memory, re.IGNORECASE):
        raise typer.BadParameter("expected a number and a unit, such as 3GB or 800MB")
    return memory


def identify(
    extracts: Annotated[Path, typer.Argument(help="The extracts folder: one folder a feed.", show_default=False)],
    out: Annotated[
        Path, typer.Option(help="The run folder to make. It must not exist yet, or be empty.", show_default=False)
    ],
    as_at: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"],
            callback=_near,
            help="The date on which everything is judged.",
            show_default=False,
        ),
    ],
    programme: Annotated[
        list[str] | None,
        typer.Option(
            help="Programme version by name, or the folder of one of your own; may be given more than once. The list is "
            "made by the first."
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            help="An earlier run, whose linkage model and frequent values are used in place of learning them; or its "
            "model.json alone."
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            help="The run of the night before: keeps its ids, its model and its handles, and lists which ids changed.",
            show_default=False,
        ),
    ] = None,
    retrain: Annotated[
        bool, typer.Option("--retrain", help="With --previous: learn a new linkage model, and keep the ids.")
    ] = False,
    seed: Annotated[int, typer.Option(help="For anything drawn by chance; stated in run.json.")] = 1,
    price_year: Annotated[
        str | None, typer.Option(help="Financial year of the prices, as 2026-27. Default: the one of the date.")
    ] = None,
    capacity: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Share of all families that can be proposed. Default: the programme's; all, where it sets none.",
        ),
    ] = None,
    handles: Annotated[
        Path | None,
        typer.Option(
            help="The run that handed over last, or its handles.parquet: keeps families' handles, and reads what casework "
            "hands back.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            help="The operator's private key, for --handles. Default: ~/.config/thinkfamily/operator.key.",
            show_default=False,
        ),
    ] = None,
    trust: Annotated[
        Path | None,
        typer.Option(help="Casework's public key, by which what it hands back is checked.", show_default=False),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write each table as CSV too.")] = False,
    threads: Annotated[int, typer.Option(min=1, max=256, help="Worker threads. The answer does not depend on it.")] = 2,
    memory: Annotated[
        str, typer.Option(callback=_size, help="Memory for the tables, such as 3GB; beyond it they spill to disk.")
    ] = "3GB",
    engine: Annotated[
        Engine,
        typer.Option(
            help="What works out the largest tables: duckdb, or spark (an extra that needs Java). "
            "The answer does not depend on it."
        ),
    ] = Engine.DUCKDB,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
) -> None:
    """Link what agencies hold into people and families; show needs, services and cost; propose the list.

    The list is a proposal without order. A named human decides on each family.

    Example:  thinkfamily identify extracts --programme westminster_3_percent --as-at 2026-09-30 --out run
    """
    if retrain and (previous is None or model is not None):
        raise typer.BadParameter("--retrain goes with --previous, and without --model")
    if handles is None and previous is not None and (previous / HANDLES_FILE).is_file():
        handles = previous
    known = None
    if handles is not None:
        signer, _ = load_or_make_key(key or default_key(), make=False)
        known = read_handles(handles, signer)
    with Bars(quiet=quiet) as progress:
        settings = Settings(
            extracts=extracts,
            as_at=as_at.date(),
            programmes=tuple(dict.fromkeys(programme or ("westminster_3_percent",))),
            model=model,
            previous=previous,
            retrains=retrain,
            seed=seed,
            price_year=price_year,
            capacity_share=capacity,
            today=date.today(),
            progress=progress,
            handles=known,
            handles_file=None if handles is None else handles_file(handles),
            trusted=None if trust is None else read_public_key(trust),
        )
        run = run_pipeline(
            settings,
            out,
            command=shlex.join(["thinkfamily", *sys.argv[1:]]),
            csv=csv,
            resources=Resources(threads, memory, engine),
        )
    show_summary(run)
    output.print(f"\nNext: open {out / 'report.html'}, or:  thinkfamily explain {out} FAMILY", highlight=False)

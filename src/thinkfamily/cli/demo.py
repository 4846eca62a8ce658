"""thinkfamily demo: an invented borough, the whole job, and where to look next."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from thinkfamily.cli.console import output
from thinkfamily.cli.identify import identify
from thinkfamily.cli.synth import synth
from thinkfamily.engine.run_folder import open_run

AS_AT = datetime(2026, 9, 30)


def demo(
    folder: Annotated[
        Path, typer.Argument(help="Where to put the borough and the run; an earlier demo is replaced.")
    ] = Path("demo"),
    families: Annotated[
        int, typer.Option(min=50, help="Size of the borough. The default is that of Westminster.")
    ] = 18_000,
    seed: Annotated[int, typer.Option(help="Another seed, another borough.")] = 1,
) -> None:
    """Invent a borough the size of Westminster and find the families who most need joined-up help.

    Example:  thinkfamily demo demo
    """
    borough, run = folder / "borough", folder / "run"
    for earlier in (borough, run):
        shutil.rmtree(earlier, ignore_errors=True)
    output.print(f"[bold]1. Inventing a borough of {families:,} families[/] (seed {seed}; nobody in it exists)")
    synth(borough, families=families, seed=seed, as_at=AS_AT)
    output.print("\n[bold]2. Finding the families who most need joined-up help[/]")
    identify(borough / "extracts", out=run, as_at=AS_AT, seed=seed)
    cohort = open_run(run, "demo").table("cohort")
    example = cohort.filter("is_proposed").select(pl.col("family_id").min()).collect().item()
    output.print("\n[bold]Where to look next[/]")
    for says, how in (
        ("the report, in a browser", f"{run / 'report.html'}"),
        ("why one family is on the list", f"thinkfamily explain {run} {example}"),
        ("what each agency's files were like", f"thinkfamily check {borough / 'extracts'}"),
        ("how right it was, the truth being known", f"thinkfamily quality {run} --truth {borough / 'truth'}"),
        ("pairs of records for a person to judge", f"thinkfamily review {run} --out pairs.csv"),
    ):
        output.print(f"  {says:<42} {how}", highlight=False, soft_wrap=True)

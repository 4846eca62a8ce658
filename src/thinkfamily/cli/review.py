"""thinkfamily review: the pairs of records that a person should judge, most informative first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.cli.console import output
from thinkfamily.cli.written import make_private, writing_to
from thinkfamily.engine.explain.review import review_queue
from thinkfamily.engine.run_folder import open_run, write_csv


def review(
    run: Annotated[Path, typer.Argument(help="A finished run folder.", show_default=False)],
    out: Annotated[Path, typer.Option(help="CSV to write, in the form of decisions.csv.", show_default=False)],
    most: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 200,
) -> None:
    """Write the review queue: pairs that the program refused to join, for a person to decide.

    Fill in decision (same, not_same or cannot_tell), by, decided_on and why; drop what you did not judge; save it as
    decisions.csv in the extracts folder. What you decide outlives every later run.

    Example:  thinkfamily review run --out pairs.csv
    """
    opened = open_run(run, "review")
    queue = review_queue(opened)
    with writing_to(out):
        if not opened.facts["is_synthetic"]:
            make_private(out)
        write_csv(queue.head(most).lazy(), out)
    output.print(f"{min(most, queue.height):,} of {queue.height:,} pairs written to {out}.", highlight=False)

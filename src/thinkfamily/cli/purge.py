"""thinkfamily purge: remove a run, with proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.cli.console import output
from thinkfamily.engine.run_folder import purge as remove


def purge(
    run: Annotated[Path, typer.Argument(help="The run folder to remove.", show_default=False)],
    proof: Annotated[
        Path | None,
        typer.Option(help="A new file for the proof. Default: beside the run, as RUN.purged.json.", show_default=False),
    ] = None,
) -> None:
    """Remove a run folder and write the proof: which files were there, their hashes, when they went and by whom.

    What killed runs of the same folder left beside it is removed too.

    Example:  thinkfamily purge run
    """
    where, body = remove(run, proof)
    output.print(f"Removed {len(body['files'])} files. Proof: {where}", highlight=False, soft_wrap=True)
